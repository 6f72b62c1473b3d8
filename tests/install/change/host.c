/* Ends with the answer of the act beside it. */
#include "tariff.h"

int main(void) {
  static tariff_workspace workspace;
  tariff_case facts = {0};
  tariff_answers answers;
  return tariff_evaluate(&facts, &workspace, &answers) == tariff_ok ? (int)answers.fee : -1;
}

#include "compiler/driver/case_codes.h"

namespace acta {

std::string_view CodeOf(acta_status status) {
  switch (status) {
    case ACTA_UNKNOWN_NAME:
      return "A8001";
    case ACTA_WRONG_TYPE:
      return "A8002";
    case ACTA_BAD_VALUE:
      return "A8003";
    case ACTA_OUT_OF_RANGE:
      return "A8004";
    case ACTA_LIST_TOO_LONG:
      return "A8005";
    case ACTA_TEXT_TOO_LONG:
      return "A8006";
    case ACTA_NOT_OPTIONAL:
      return "A8007";
    case ACTA_DUPLICATE:
      return "A8008";
    case ACTA_BAD_JSON:
      return "A8009";
    case ACTA_TOO_DEEP:
      return "A8010";
    case ACTA_BAD_UTF8:
      return "A8011";
    case ACTA_OK:
    case ACTA_NO_MEMORY:
    case ACTA_BAD_ARGUMENT:
    case ACTA_BAD_DESCRIPTOR:
    case ACTA_BAD_VERSION:
    case ACTA_NO_TRACE:
    case ACTA_BAD_TRACE:
    case ACTA_NOTHING_TO_ASK:
      return "A9001";
  }
  return "A9001";
}

}  // namespace acta

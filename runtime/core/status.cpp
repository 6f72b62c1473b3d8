#include "acta/acta.h"

extern "C" const char* acta_status_name(acta_status status) {
  switch (status) {
    case ACTA_OK:
      return "ok";
    case ACTA_NO_MEMORY:
      return "no_memory";
    case ACTA_BAD_ARGUMENT:
      return "bad_argument";
    case ACTA_BAD_DESCRIPTOR:
      return "bad_descriptor";
    case ACTA_BAD_VERSION:
      return "bad_version";
    case ACTA_UNKNOWN_NAME:
      return "unknown_name";
    case ACTA_WRONG_TYPE:
      return "wrong_type";
    case ACTA_BAD_VALUE:
      return "bad_value";
    case ACTA_OUT_OF_RANGE:
      return "out_of_range";
    case ACTA_LIST_TOO_LONG:
      return "list_too_long";
    case ACTA_TEXT_TOO_LONG:
      return "text_too_long";
    case ACTA_NOT_OPTIONAL:
      return "not_optional";
    case ACTA_DUPLICATE:
      return "duplicate";
    case ACTA_BAD_JSON:
      return "bad_json";
    case ACTA_TOO_DEEP:
      return "too_deep";
    case ACTA_BAD_UTF8:
      return "bad_utf8";
    case ACTA_NO_TRACE:
      return "no_trace";
    case ACTA_BAD_TRACE:
      return "bad_trace";
    case ACTA_NOTHING_TO_ASK:
      return "nothing_to_ask";
  }
  return "unknown";
}

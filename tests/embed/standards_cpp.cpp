#include "standards.c"

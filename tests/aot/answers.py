#!/usr/bin/env python3
"""A host of one compiled act that needs nothing but the shared object and ctypes.

Called as: answers.py LIBRARY. Reads cases as JSON Lines and prints the answers to each, with their
explanations, as tests/aot/answers.c does.
"""

import ctypes
import sys


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t), ("capacity", ctypes.c_size_t),
                ("context", ctypes.c_void_p), ("allocate", ctypes.c_void_p), ("release", ctypes.c_void_p)]


class EvaluateOptions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32)]


ACTA_TRACE = 1


def must(status):
    if status != 0:
        sys.exit(f"status {status}")


def main():
    acta = ctypes.CDLL(sys.argv[1])
    acta.acta_default_allocator.restype = ctypes.c_void_p
    act = ctypes.c_void_p()
    compiled = ctypes.byref(ctypes.c_char.in_dll(acta, "acta_compiled"))
    must(acta.acta_act_load(compiled, ctypes.c_void_p(acta.acta_default_allocator()), ctypes.byref(act), None))
    options = EvaluateOptions(ctypes.sizeof(EvaluateOptions), ACTA_TRACE)
    text = Buffer()
    for line in sys.stdin.buffer:
        facts, outcome = ctypes.c_void_p(), ctypes.c_void_p()
        must(acta.acta_case_create(act, ctypes.byref(facts)))
        must(acta.acta_case_read_json(facts, line, ctypes.c_size_t(len(line)), None))
        must(acta.acta_evaluate(facts, ctypes.byref(options), ctypes.byref(outcome)))
        must(acta.acta_outcome_json(outcome, ctypes.byref(text)))
        answers = text.data.decode()
        explanations = []
        for answer in range(acta.acta_act_answer_count(act)):
            must(acta.acta_explain_json(outcome, answer, None, ctypes.byref(text)))
            explanations.append(text.data.decode())
        print(f'{{"outcome": {answers}, "explanations": [{", ".join(explanations)}]}}')
        acta.acta_outcome_free(outcome)
        acta.acta_case_free(facts)
    acta.acta_buffer_free(ctypes.byref(text))
    acta.acta_act_close(act)


if __name__ == "__main__":
    main()

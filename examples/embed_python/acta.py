"""An act from Python, with nothing but the shared object that `acta build --emit shared` makes.

    act = Act("./libassemblies.so")
    outcome = act.ask({"participants": 250, "starts": "2021-03-29 12:00"})
    outcome.answers["form"]                 {"name": "form", "status": "undetermined", "reasons": [...]}
    outcome.explain("form")                 the tree behind the answer, as text
    outcome.next_question()                 the fact to ask for next

Cases and answers are the JSON of `acta run`. What acta.h says of threads holds: an Act may be shared, an Outcome not.
"""

import ctypes
import json

ABI_VERSION = 4
OK = 0
TRACE = 1


class Allocator(ctypes.Structure):
    _fields_ = [("context", ctypes.c_void_p), ("allocate", ctypes.c_void_p), ("release", ctypes.c_void_p)]


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t), ("capacity", ctypes.c_size_t),
                ("allocator", Allocator)]


class Detail(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("status", ctypes.c_int32), ("offset", ctypes.c_uint64),
                ("line", ctypes.c_uint32), ("column", ctypes.c_uint32), ("path", ctypes.c_char * 256),
                ("expected", ctypes.c_char * 160), ("found", ctypes.c_char * 96), ("suggestion", ctypes.c_char * 96),
                ("declaration", ctypes.c_char * 256), ("message", ctypes.c_char * 512)]


class EvaluateOptions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32)]


class Refused(Exception):
    """What was wrong with a case, in a sentence; `path` names the fact."""

    def __init__(self, message, path=""):
        super().__init__(message)
        self.path = path


# Handles and buffers are passed as pointers, everything else by its type in acta.h.
POINTER = ctypes.c_void_p
SIGNATURES = {
    "acta_act_load": [POINTER, POINTER, POINTER, POINTER],
    "acta_case_create": [POINTER, POINTER],
    "acta_case_read_json": [POINTER, ctypes.c_char_p, ctypes.c_size_t, POINTER],
    "acta_evaluate": [POINTER, POINTER, POINTER],
    "acta_act_find_answer": [POINTER, ctypes.c_char_p, POINTER],
    "acta_outcome_json": [POINTER, POINTER],
    "acta_explain_text": [POINTER, ctypes.c_uint32, POINTER, POINTER],
    "acta_ask_json": [POINTER, POINTER],
}
FREEING = ["acta_act_close", "acta_case_free", "acta_outcome_free", "acta_buffer_free"]


class Act:
    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        for name, types in SIGNATURES.items():
            getattr(self.library, name).argtypes = types
        for name in FREEING:
            getattr(self.library, name).argtypes = [POINTER]
            getattr(self.library, name).restype = None
        self.library.acta_default_allocator.restype = POINTER
        self.library.acta_status_name.restype = ctypes.c_char_p
        if self.library.acta_abi_version() != ABI_VERSION:
            raise Refused("the library has another version than this module")
        compiled = ctypes.byref(ctypes.c_char.in_dll(self.library, "acta_compiled"))
        self.handle = POINTER()
        self.call("acta_act_load", compiled, self.library.acta_default_allocator(), ctypes.byref(self.handle),
                  detail=True)

    def close(self):
        """Not before its outcomes."""
        self.library.acta_act_close(self.handle)
        self.handle = None

    def call(self, name, *arguments, detail=False):
        """Calls, and raises what comes back."""
        told = Detail(struct_size=ctypes.sizeof(Detail))
        status = getattr(self.library, name)(*arguments, *([ctypes.byref(told)] if detail else []))
        if status != OK:
            message = told.message or self.library.acta_status_name(status)
            raise Refused(message.decode(), told.path.decode())

    def written(self, name, *arguments):
        """The text that a call writes into its last argument."""
        buffer = Buffer()
        try:
            self.call(name, *arguments, ctypes.byref(buffer))
            return ctypes.string_at(buffer.data, buffer.size).decode()
        finally:
            self.library.acta_buffer_free(ctypes.byref(buffer))

    def ask(self, case):
        text = json.dumps(case).encode()
        facts = POINTER()
        self.call("acta_case_create", self.handle, ctypes.byref(facts))
        try:
            self.call("acta_case_read_json", facts, text, len(text), detail=True)
            return Outcome(self, facts)
        finally:
            self.library.acta_case_free(facts)


class Outcome:
    """The answers to one case. `with` frees it."""

    def __init__(self, act, facts):
        self.act = act
        self.handle = POINTER()
        options = EvaluateOptions(ctypes.sizeof(EvaluateOptions), TRACE)
        act.call("acta_evaluate", facts, ctypes.byref(options), ctypes.byref(self.handle))
        said = json.loads(act.written("acta_outcome_json", self.handle))
        self.answers = {answer["name"]: answer for answer in said["answers"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.act.library.acta_outcome_free(self.handle)
        self.handle = None

    def explain(self, answer):
        index = ctypes.c_uint32()
        self.act.call("acta_act_find_answer", self.act.handle, answer.encode(), ctypes.byref(index))
        return self.act.written("acta_explain_text", self.handle, index, None)

    def next_question(self):
        """The missing fact that most open answers wait for, or None."""
        return json.loads(self.act.written("acta_ask_json", self.handle))["ask"]

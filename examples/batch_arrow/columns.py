"""An act on many cases at once, from Python: the columnar door (acta/columns.h) for whatever library has Arrow arrays.

    act = Act("./libassemblies.so")
    batch = Batch(act, ["form", "file_by"], choices={"backward_count": "lenient"})
    answers = pyarrow.record_batch(batch.evaluate(cases))
    batch.rejects()     rows that are no cases: (row, path, found, expected)

Arrays come and go as Arrow PyCapsules (`__arrow_c_array__`), as pyarrow and nanoarrow have them. Nothing of Arrow is imported
here, and no column is copied on the way.
"""

import ctypes
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "embed_python"))
from acta import POINTER, Act, Refused  # noqa: E402

REASONS = 1

SIGNATURES = {
    "acta_batch_create": [POINTER, POINTER, POINTER, POINTER],
    "acta_batch_evaluate": [POINTER, POINTER, POINTER, POINTER, POINTER],
    "acta_batch_input_schema": [POINTER, POINTER],
    "acta_batch_output_schema": [POINTER, POINTER],
    "acta_batch_reject_count": [POINTER, POINTER, POINTER],
    "acta_batch_reject_at": [POINTER, ctypes.c_uint32, POINTER],
}


class Choice(ctypes.Structure):
    _fields_ = [("reading", ctypes.c_char_p), ("alternative", ctypes.c_char_p)]


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("choices", ctypes.POINTER(Choice)),
                ("choice_count", ctypes.c_uint32), ("answer_count", ctypes.c_uint32),
                ("answers", ctypes.POINTER(ctypes.c_uint32)), ("as_of", POINTER), ("block_tiles", ctypes.c_uint32),
                ("rejects_kept", ctypes.c_uint32)]


class Reject(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("status", ctypes.c_int32), ("row", ctypes.c_uint64),
                ("path", ctypes.c_char * 256), ("expected", ctypes.c_char * 160), ("found", ctypes.c_char * 96)]


# The two structs of the C Data Interface, as bytes: who looks into them is the library on either side.
ArrowSchema = ctypes.c_uint64 * 9
ArrowArray = ctypes.c_uint64 * 10

python = ctypes.pythonapi
python.PyCapsule_GetPointer.restype = POINTER
python.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
python.PyCapsule_New.restype = ctypes.py_object
python.PyCapsule_New.argtypes = [POINTER, ctypes.c_char_p, POINTER]


class Given:
    """What the act gave: a schema, and perhaps an array. Whoever asks for them takes them, once."""

    def __init__(self, schema, array=None):
        self.schema, self.array = schema, array

    def __arrow_c_schema__(self):
        return python.PyCapsule_New(ctypes.addressof(self.schema), b"arrow_schema", None)

    def __arrow_c_array__(self, requested_schema=None):
        return self.__arrow_c_schema__(), python.PyCapsule_New(ctypes.addressof(self.array), b"arrow_array", None)


class Batch:
    """A workspace: one thread at a time; any number of them share the act."""

    def __init__(self, act, answers=None, choices=None, reasons=False):
        for name, types in SIGNATURES.items():
            getattr(act.library, name).argtypes = types
        act.library.acta_batch_free.argtypes = [POINTER]
        act.library.acta_batch_free.restype = None
        self.act = act
        indices = [self._answer(name) for name in answers or []]
        chosen = [Choice(reading.encode(), alternative.encode()) for reading, alternative in (choices or {}).items()]
        options = Options(struct_size=ctypes.sizeof(Options), flags=REASONS if reasons else 0)
        options.choices, options.choice_count = (Choice * len(chosen))(*chosen), len(chosen)
        if answers is not None:
            options.answers, options.answer_count = (ctypes.c_uint32 * len(indices))(*indices), len(indices)
        self.handle = POINTER()
        act.call("acta_batch_create", act.handle, ctypes.byref(options), ctypes.byref(self.handle), detail=True)

    def _answer(self, name):
        index = ctypes.c_uint32()
        self.act.call("acta_act_find_answer", self.act.handle, name.encode(), ctypes.byref(index))
        return index.value

    def close(self):
        """Before its act."""
        self.act.library.acta_batch_free(self.handle)
        self.handle = None

    def evaluate(self, cases):
        """The answers to each row of `cases`: an array of structs, or a record batch."""
        schema, array = cases.__arrow_c_array__()
        answers = Given(ArrowSchema(), ArrowArray())
        self.act.call("acta_batch_evaluate", self.handle, python.PyCapsule_GetPointer(schema, b"arrow_schema"),
                      python.PyCapsule_GetPointer(array, b"arrow_array"), ctypes.byref(answers.array), detail=True)
        self.act.call("acta_batch_output_schema", self.handle, ctypes.byref(answers.schema))
        return answers

    def input_schema(self):
        """Every fact in the type that is read without a copy, with unit, range and question as metadata."""
        schema = ArrowSchema()
        self.act.call("acta_batch_input_schema", self.act.handle, ctypes.byref(schema))
        return Given(schema)

    def reject_count(self):
        """Rows of the last call that are no cases."""
        total = ctypes.c_uint64()
        self.act.call("acta_batch_reject_count", self.handle, ctypes.byref(total), None)
        return total.value

    def rejects(self):
        """The first thousand of them."""
        kept = ctypes.c_uint32()
        self.act.call("acta_batch_reject_count", self.handle, None, ctypes.byref(kept))
        reject = Reject(struct_size=ctypes.sizeof(Reject))
        for index in range(kept.value):
            self.act.call("acta_batch_reject_at", self.handle, index, ctypes.byref(reject))
            yield reject.row, reject.path.decode(), reject.found.decode(), reject.expected.decode()

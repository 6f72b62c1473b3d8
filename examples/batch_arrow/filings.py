"""Filings by lot, as an Arrow record batch: what a permit office may have on file, slips included.

The same lots for the same number of filings. Arrow draws them, so that no row is ever a Python object.
"""

from datetime import date

import pyarrow
import pyarrow.compute as compute


class Lot:
    """Columns of so many rows. Each draws numbers of its own."""

    def __init__(self, rows, seed):
        self.rows, self.seed = rows, seed

    def chance(self):
        """Numbers from 0 up to 1."""
        self.seed += 1
        return compute.random(self.rows, initializer=self.seed)

    def truth(self, probability):
        return compute.less(self.chance(), probability)

    def integer(self, low, high, to=pyarrow.int32()):
        return compute.add(compute.floor(compute.multiply(self.chance(), high - low + 1.0)), float(low)).cast(to)

    def day(self, first, last):
        epoch = date(1970, 1, 1).toordinal()
        return self.integer(first.toordinal() - epoch, last.toordinal() - epoch).cast(pyarrow.date32())

    def member(self, field, weights):
        """Of an enum of the act: a dictionary of its members in their order is read in place."""
        members = field.metadata[b"acta.members"].decode().split(",")
        indices = pyarrow.repeat(pyarrow.scalar(0, pyarrow.int8()), self.rows)
        chance, below = self.chance(), 0.0
        for name, weight in weights.items():
            index = pyarrow.scalar(members.index(name), pyarrow.int8())
            indices = compute.if_else(compute.greater_equal(chance, below), index, indices)
            below += weight
        return pyarrow.DictionaryArray.from_arrays(indices, members)

    def perhaps(self, probability, values):
        """A null where nobody has said."""
        return compute.if_else(self.truth(probability), values, None)


def organisers_of(lot, field):
    """A list for each filing, of one to three."""
    ends = compute.cumulative_sum(lot.integer(1, 3))
    offsets = pyarrow.concat_arrays([pyarrow.array([0], pyarrow.int32()), ends])
    each = Lot(ends[-1].as_py(), lot.seed + 1000)
    person = field.type.value_type
    columns = {
        "kind": each.member(person.field("kind"), {"natural_person": 0.95, "legal_entity_organiser": 0.05}),
        "citizenship": each.member(person.field("citizenship"), {"citizen": 0.99, "foreigner": 0.008, "stateless": 0.002}),
        "adult": each.perhaps(0.998, each.truth(0.99)),
        "incapacitated": each.truth(0.005),
        "serving": each.member(person.field("serving"), {"no_sentence": 0.99, "community_service": 0.01}),
        "conviction": pyarrow.nulls(each.rows),
        "conviction$absent": pyarrow.repeat(True, each.rows),
        "registered": each.truth(0.97),
        "activity": each.member(person.field("activity"), {"lawfully_active": 1}),
    }
    people = pyarrow.StructArray.from_arrays(list(columns.values()), list(columns))
    return pyarrow.ListArray.from_arrays(offsets, people)


def notification_of(lot, starts):
    """Registered some days before the event."""
    days_before = compute.multiply(lot.integer(1, 25, pyarrow.int64()), -86400)
    registered = compute.add(compute.floor_temporal(starts, unit="day"), days_before.cast(pyarrow.duration("s")))
    return pyarrow.StructArray.from_arrays([registered.cast(pyarrow.date32())], ["registered"])


def filings(count, schema):
    """`schema`: what the act takes (Batch.input_schema), for the members of its enums."""
    lot = Lot(count, seed=333)
    noon = lot.day(date(2021, 1, 1), date(2024, 12, 31)).cast(pyarrow.timestamp("s"))
    starts = compute.add(noon, compute.multiply(lot.integer(9, 19, pyarrow.int64()), 3600).cast(pyarrow.duration("s")))
    columns = {
        "as_of": starts.cast(pyarrow.date32(), safe=False),
        "event_kind": lot.member(schema.field("event_kind"), {"public_event": 0.9, "cultural_event": 0.1}),
        "purpose": lot.perhaps(0.99, lot.member(schema.field("purpose"), {"expression": 0.7, "discussion": 0.2,
                                                                           "other_purpose": 0.1})),
        # One in a thousand was typed with a minus.
        "participants": compute.multiply(compute.if_else(lot.truth(0.001), -1, 1).cast(pyarrow.int32()),
                                         lot.integer(1, 500)),
        "moves": lot.perhaps(0.97, lot.truth(0.3)),
        "vehicles": lot.truth(0.1),
        "amplified": lot.perhaps(0.95, lot.truth(0.5)),
        "starts": lot.perhaps(0.999, starts),
        "organisers": organisers_of(lot, schema.field("organisers")),
        # A set, as a mask of members: citizens, now and then foreigners too.
        "attending": compute.if_else(lot.truth(0.02), 3, 1).cast(pyarrow.int8()),
        # Where nothing was filed it is known that there is no notification; a null would say that nobody knows.
        "notification": notification_of(lot, starts),
        "notification$absent": lot.truth(0.1),
        # The akimat has proposed nothing yet: no day was changed after the filing.
        "proposal": pyarrow.nulls(count),
        "proposal$absent": pyarrow.repeat(True, count),
    }
    return pyarrow.RecordBatch.from_pydict(columns)

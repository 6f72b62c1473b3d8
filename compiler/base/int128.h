// 128 bit integers under names of our own, for arithmetic that must not overflow on the way.
#pragma once

namespace acta {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

}  // namespace acta

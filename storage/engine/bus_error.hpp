// What to do when a page of the map cannot be read (a data file cut off underneath us, a failing
// disk): R07.
#pragma once

namespace folkmoot::storage {

/// Exit code after a bus error (EX_SOFTWARE of sysexits.h).
inline constexpr int bus_error_exit_code = 70;

/// Installs the process-wide SIGBUS handler: one line on standard error, then `_exit(70)`. Called
/// once by `main`.
void install_bus_error_handler() noexcept;

}  // namespace folkmoot::storage

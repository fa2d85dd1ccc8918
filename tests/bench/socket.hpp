// Sockets without a library between: the load must not be what is measured.
#pragma once

#include <string_view>

namespace folkmoot::bench {

/// A connection to a port of this machine, non-blocking from here on. Ends the program when there
/// is none.
int connect_to(unsigned short port);

/// A listening socket on the loopback interface, non-blocking. Ends the program when the port is
/// taken.
int listen_on(unsigned short port);

/// The value of a header line; empty when there is none.
/// @param head  start line and header lines, each with its CRLF
std::string_view header(std::string_view head, std::string_view lower_case_name);

/// The value of Content-Length; 0 when there is none.
std::size_t content_length(std::string_view head);

}  // namespace folkmoot::bench

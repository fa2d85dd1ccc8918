// Where development mode may be used: only where no public node can be (decision 13). Internal to
// node/config.
#pragma once

#include <string>

namespace folkmoot::node {

/// "localhost" or a name below it.
bool is_localhost_name(std::string const& domain);

/// An IPv4 address (domains hold no colon, so IPv6 does not occur).
bool is_ip_address(std::string const& domain);

/// True for localhost, *.localhost, *.test and the IP addresses of this machine's interfaces.
bool may_develop(std::string const& domain);

}  // namespace folkmoot::node

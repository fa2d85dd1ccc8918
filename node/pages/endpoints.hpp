// The endpoints of the pages for people.
#pragma once

#include "node/http/endpoint.hpp"

#include <span>

namespace folkmoot::node {

/// /, /about, /g/…, /@…, /p/…, /preferences, /assets/…, /favicon.ico, /robots.txt.
std::span<Endpoint const> page_endpoints();

}  // namespace folkmoot::node

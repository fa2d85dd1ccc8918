// host-meta (RFC 6415): the fallback by which peers find our WebFinger endpoint, and we find
// theirs.
#pragma once

#include "activitypub/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// `/.well-known/host-meta`, to be sent as `application/xrd+xml`.
/// @param origin  our origin without a slash at the end, e.g. "https://folk.example"
std::string write_host_meta_xml(std::string_view origin);

/// `/.well-known/host-meta.json`, to be sent as `application/json`.
nlohmann::json write_host_meta_json(std::string_view origin);

/// Reads a host-meta document of another node, XML or JSON (told apart by the first character).
/// XML with a document type is refused; nothing is loaded from anywhere.
/// @param bytes  the body as received; at most 64 KiB
/// @return the `lrdd` template, which holds `{uri}`. Errors: too_large, malformed, missing
Result<std::string> read_lrdd_template(std::string_view bytes);

/// Puts a resource into an `lrdd` template, percent-encoded (RFC 6570 level 1).
std::string expand_lrdd_template(std::string_view href_template, std::string_view resource);

}  // namespace folkmoot::activitypub

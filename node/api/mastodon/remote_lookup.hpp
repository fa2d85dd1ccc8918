// "Resolve": what a member types or pastes into a search is fetched from its server and stored
// here, so that the search finds it. Only members may cause it (threat D07), one object at a time,
// within the budget of whoever fetches.
#pragma once

#include "node/api/mastodon/change.hpp"

#include <optional>
#include <string>

namespace folkmoot::node {

/// What a text names exactly: a handle of another server or an address. Known things are found
/// without asking anybody; others are fetched.
/// @return nothing when the text is neither, or nobody answers: then only what is known is found
boost::asio::awaitable<std::optional<Found>> make_known(Change& change, std::string text);

}  // namespace folkmoot::node

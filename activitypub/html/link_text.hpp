// Does a link say where it leads? Class "spoof" of the hostile set.
#pragma once

#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Whether the text of a link is, or holds, a URL, a host name or a handle of a host other than
/// `host`.
///
/// A shown host is taken for the real one when they are equal, differ in a leading "www.", or the
/// link leads to a subdomain of it (handles of split-domain nodes). A bare host name counts only
/// when it is the whole text.
/// @param text  visible text
/// @param host  of the link's URL, see url_host()
bool names_other_host(std::string_view text, std::string_view host);

}  // namespace folkmoot::activitypub

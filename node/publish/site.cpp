#include "node/publish/site.hpp"

#include <charconv>
#include <system_error>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::size_t longest_slug = 80;

/// The decimal at the start of `text`, without leading zeros; advances past it.
std::optional<std::uint64_t> take_id(std::string_view& text) {
    if (text.empty() ||
        (text.front() == '0' && text.size() > 1 && text[1] >= '0' && text[1] <= '9')) {
        return std::nullopt;
    }
    std::uint64_t id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end == text.data()) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return id;
}

/// The segment up to the next "/" or "#"; advances past it, but not past the separator.
std::string_view take_segment(std::string_view& text) {
    auto const end = std::min(text.find_first_of("/#"), text.size());
    auto const segment = text.substr(0, end);
    text.remove_prefix(end);
    return segment;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

/// Fills in what follows the name or id: nothing, "/rest" or "#rest".
bool finish(OwnIri& own, std::string_view text) {
    if (text.empty()) {
        return true;
    }
    own.fragment = text.front() == '#';
    if (!own.fragment && text.front() != '/') {
        return false;
    }
    own.rest = std::string(text.substr(1));
    return true;
}

std::optional<OwnIri> named(OwnKind kind, std::string_view text) {
    OwnIri own{.kind = kind, .name = std::string(take_segment(text))};
    if (own.name.empty() || !finish(own, text)) {
        return std::nullopt;
    }
    return own;
}

std::optional<OwnIri> numbered(OwnKind kind, std::string_view text) {
    OwnIri own{.kind = kind};
    auto const id = take_id(text);
    if (!id || !finish(own, text)) {
        return std::nullopt;
    }
    own.id = *id;
    return own;
}

/// "/@name", "/@name/id", "/g/name", "/g/name/id-slug#p3": the name, then perhaps a post's id.
std::optional<OwnIri> page(std::string_view text) {
    OwnIri own{.kind = OwnKind::page, .name = std::string(take_segment(text))};
    if (own.name.empty()) {
        return std::nullopt;
    }
    if (text.starts_with('/')) {
        text.remove_prefix(1);
        auto after = text;
        if (auto const id = take_id(after);
            id && (after.empty() || after.front() == '-' || after.front() == '#')) {
            own.id = *id;
            text = after;
        }
        own.rest = std::string(text);
    }
    return own;
}

}  // namespace

Site::Site(std::string origin, std::string media_origin)
    : origin_(std::move(origin)),
      domain_(origin_.substr(origin_.find("://") + 3)),
      media_origin_(media_origin.empty() ? origin_ : std::move(media_origin)) {}

std::string Site::streaming_origin() const {
    return (origin_.starts_with("https://") ? "wss://" : "ws://") + domain_;
}

std::string Site::member(std::string_view name) const {
    return origin_ + "/users/" + std::string(name);
}

std::string Site::group(std::string_view name) const {
    return origin_ + "/groups/" + std::string(name);
}

std::string Site::instance_actor() const {
    return origin_ + "/actor";
}

std::string Site::moderation_service() const {
    return origin_ + "/services/moderation";
}

std::string Site::shared_inbox() const {
    return origin_ + "/inbox";
}

std::string Site::key_id(std::string_view actor, std::string_view fragment) {
    return std::string(actor) + "#" + std::string(fragment);
}

std::string Site::object(std::uint64_t id) const {
    return origin_ + "/objects/" + std::to_string(id);
}

std::string Site::activity(std::uint64_t id) const {
    return origin_ + "/activities/" + std::to_string(id);
}

std::string Site::activity(std::uint64_t id, std::string_view what) const {
    return activity(id) + "/" + std::string(what);
}

std::string Site::context(std::uint64_t root) const {
    return object(root) + "/context";
}

std::string Site::profile_page(std::string_view name) const {
    return origin_ + "/@" + std::string(name);
}

std::string Site::group_page(std::string_view name) const {
    return origin_ + "/g/" + std::string(name);
}

std::string Site::topic_page(std::string_view group, std::uint64_t id, std::string_view slug)
    const {
    auto url = group_page(group) + "/" + std::to_string(id);
    if (!slug.empty()) {
        url += "-" + std::string(slug);
    }
    return url;
}

std::string Site::post_page(std::string_view author, std::uint64_t id) const {
    return profile_page(author) + "/" + std::to_string(id);
}

std::string Site::short_link(std::uint64_t id) const {
    return origin_ + "/p/" + std::to_string(id);
}

std::string Site::tag_page(std::string_view tag) const {
    return origin_ + "/tags/" + std::string(tag);
}

std::string Site::media(std::string_view path) const {
    return media_origin_ + std::string(path);
}

bool Site::is_own(std::string_view iri) const noexcept {
    if (!iri.starts_with(origin_)) {
        return false;
    }
    auto const rest = iri.substr(origin_.size());
    return rest.empty() || rest.front() == '/' || rest.front() == '?' || rest.front() == '#';
}

std::optional<OwnIri> Site::recognise(std::string_view iri) const {
    if (!is_own(iri)) {
        return std::nullopt;
    }
    auto path = iri.substr(origin_.size());
    auto const found = [&]() -> std::optional<OwnIri> {
        if (take_prefix(path, "/users/")) {
            return named(OwnKind::member, path);
        }
        if (take_prefix(path, "/groups/")) {
            return named(OwnKind::group, path);
        }
        if (take_prefix(path, "/objects/")) {
            return numbered(OwnKind::object, path);
        }
        if (take_prefix(path, "/activities/")) {
            return numbered(OwnKind::activity, path);
        }
        if (take_prefix(path, "/p/")) {
            return numbered(OwnKind::page, path);
        }
        if (take_prefix(path, "/@") || take_prefix(path, "/g/")) {
            return page(path);
        }
        for (auto const& [prefix, kind] :
             {std::pair{std::string_view("/actor"), OwnKind::instance_actor},
              std::pair{std::string_view("/services/moderation"), OwnKind::moderation_service}}) {
            OwnIri own{.kind = kind};
            if (auto rest = path; take_prefix(rest, prefix) && finish(own, rest)) {
                return own;
            }
        }
        return std::nullopt;
    }();
    return found ? found
                 : OwnIri{.kind = OwnKind::other, .rest = std::string(iri.substr(origin_.size()))};
}

std::string slug_of(std::string_view title) {
    std::string slug;
    bool between_words = false;
    for (char const character : title) {
        char const lower =
            character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
        bool const kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (!kept) {
            between_words = !slug.empty();
            continue;
        }
        if (between_words) {
            slug += '-';
            between_words = false;
        }
        slug += lower;
    }
    if (slug.size() > longest_slug) {
        auto const cut = slug.rfind('-', longest_slug);
        slug.resize(cut == std::string::npos ? longest_slug : cut);
    }
    return slug;
}

}  // namespace folkmoot::node

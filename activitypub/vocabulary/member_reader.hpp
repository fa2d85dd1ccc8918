// Private to this folder: reads the members of one document and remembers the first rule that
// breaks, so that readers are plain lists of members. The rule of kinds: a value of a wrong JSON
// kind refuses the document; a right kind with unusable content is left out.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/addressing.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/media.hpp"
#include "activitypub/vocabulary/object.hpp"
#include "activitypub/vocabulary/tag.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

class MemberReader {
public:
    /// @param document  outlives the reader
    /// @param scope     first part of rule names, "actor" or "object"; a literal
    MemberReader(nlohmann::json const& document, IriPolicy policy, std::string_view scope)
        : document_(document), policy_(policy), scope_(scope) {}

    nlohmann::json const& document() const noexcept { return document_; }

    IriPolicy policy() const noexcept { return policy_; }

    bool failed() const noexcept { return error_.has_value(); }

    Error take_error() { return std::move(*error_); }

    /// Remembers a broken rule; the first one stands.
    void refuse(ErrorCode code, std::string_view rule);
    void refuse(Error error);

    /// A string as received; empty when absent. Over `cap` bytes refuses.
    std::string text(std::string_view name, std::size_t cap);
    /// A string cleaned by clean_line() or clean_text().
    std::string line(std::string_view name, std::size_t cap);
    std::string lines(std::string_view name, std::size_t cap);
    /// A short token: a media type, a time zone. Left out when it is longer than `cap` or not
    /// printable ASCII.
    std::string token(std::string_view name, std::size_t cap);

    /// True only for a literal `true`.
    bool flag(std::string_view name) const;

    /// A date-time; strings that are none are left out.
    std::optional<Timestamp> time(std::string_view name);

    /// The document's own `id`: a string, or absent. One that is no Iri refuses.
    std::optional<Iri> own_id(Fragment fragment);

    /// What a member points at: string, object with id, array of one. Unusable ids are left out.
    std::optional<Iri> id(std::string_view name, Fragment fragment = Fragment::refused);
    /// The same, http and ports allowed.
    std::optional<Iri> link(std::string_view name);
    /// All ids of a member, unusable ones left out, the first `keep`.
    std::vector<Iri> ids(std::string_view name, std::size_t keep);

    /// An object; nullptr when absent or a string, which names one elsewhere (Kroeg). Another kind
    /// refuses.
    nlohmann::json const* object(std::string_view name);
    /// The objects of a list; entries of other kinds are left out, a bare scalar refuses, `cap`
    /// entries at most.
    std::vector<nlohmann::json const*> objects(
        std::string_view name, std::size_t cap = limits::max_list_entries
    );

    /// `url`: string, Link object or array of either; http and https only.
    std::vector<Link> links(std::string_view name);
    /// `icon`, `image`: the largest of those given.
    std::optional<Media> picture(std::string_view name);
    std::vector<Media> attachments();
    std::optional<Source> source();
    /// The document itself as a language: `identifier` and `name`; a name that only repeats the tag
    /// is left out.
    Language language();
    Tags tags();
    Audience audience();
    std::vector<Attribution> attributions();
    CollectionRef collection(std::string_view name);

    /// Names a rule of this reader: "object.content".
    std::string rule(std::string_view name) const {
        return std::string(scope_) + '.' + std::string(name);
    }

private:
    /// The member, or nullptr when absent; empty arrays count as absent.
    nlohmann::json const* member(std::string_view name) const;
    /// The entries of a member that holds strings or objects; other kinds refuse.
    std::vector<nlohmann::json const*> references(std::string_view name);
    std::vector<Iri> recipients(std::string_view name);

    nlohmann::json const& document_;
    IriPolicy policy_;
    std::string_view scope_;
    std::optional<Error> error_;
};

/// Reads one attachment or picture; nullopt when it has no usable address or is no media.
std::optional<Media> read_media(nlohmann::json const& value, IriPolicy policy);

/// Reads the tags of a list of objects, unknown and unusable ones left out.
Tags read_tags(std::vector<nlohmann::json const*> const& entries, IriPolicy policy);

/// What an Event adds.
EventDetails read_event(MemberReader& in);

/// What a Question adds; nullopt when there are no options.
std::optional<Poll> read_poll(MemberReader& in);

}  // namespace folkmoot::activitypub

// Activities of local actors as JSON text: ids by ADR 3, addressing as their objects', an integrity
// proof on what is public (decision 10; RULE 2.5 of the federation reference).
#pragma once

#include "activitypub/vocabulary/activity.hpp"
#include "node/app/clock.hpp"
#include "node/publish/documents/document_source.hpp"
#include "node/publish/key_vault.hpp"

#include <string>
#include <string_view>

namespace folkmoot::node {

/// Whether a document is for everybody, so that it may carry a proof that outlives the delivery.
bool is_public(activitypub::Audience const& audience);

/// Builds activities and turns them into signed text. Made for one change and thrown away.
class ActivityWriter {
public:
    /// All outlive the writer.
    ActivityWriter(DocumentSource const& source, KeyVault& vault, Time now)
        : source_(source), vault_(vault), now_(now) {}

    /// Text of an activity of a local actor, with a proof when it is public.
    /// @param signer  the actor, whose Ed25519 key makes the proof
    Result<std::string> text(
        storage::ActorRecord const& signer, activitypub::Activity const& activity
    ) const;

    /// Create or Update of a local post.
    /// @param version  of the text, for the id of an Update; 0: a Create
    Result<std::string> post_text(
        storage::ActorRecord const& author,
        storage::PostRecord const& post,
        storage::PostBodyRecord const& body,
        std::uint32_t version
    ) const;

    /// Announce by a group of a whole activity, byte for byte (FEP-1b12).
    /// @param id   of the Announce
    /// @param raw  the activity as JSON text
    Result<std::string> wrapped(
        storage::ActorRecord const& group, std::string const& id, std::string_view raw
    ) const;

    /// Announce by an actor of an object's id: what servers that know boosts only read.
    /// @param more  further recipients, the author's id usually
    Result<std::string> boost(
        storage::ActorRecord const& actor,
        std::string const& id,
        std::string const& object,
        std::vector<activitypub::Iri> more = {}
    ) const;

    /// Undo of an activity of ours.
    /// @param inner  in full, with its id
    Result<std::string> undo(storage::ActorRecord const& actor, activitypub::Activity inner) const;

    /// A new activity of an actor, addressed to `audience`.
    activitypub::Activity make(
        activitypub::ActivityType type,
        storage::ActorRecord const& actor,
        std::string const& id,
        activitypub::Reference object,
        activitypub::Audience audience
    ) const;

    /// Everybody, and the followers of an actor; the audience of what a group tells.
    activitypub::Audience to_everybody(storage::ActorRecord const& actor) const;

    DocumentSource const& source() const noexcept { return source_; }

private:
    Result<nlohmann::ordered_json> with_proof(
        storage::ActorRecord const& signer, nlohmann::ordered_json document
    ) const;

    DocumentSource const& source_;
    KeyVault& vault_;
    Time now_;
};

}  // namespace folkmoot::node

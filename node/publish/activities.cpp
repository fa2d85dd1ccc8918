#include "node/publish/activities.hpp"

#include "activitypub/signature/integrity_proof.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/documents/post_document.hpp"
#include "node/publish/names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::Activity;
using activitypub::ActivityType;
using activitypub::Audience;
using activitypub::Iri;
using activitypub::Reference;

}  // namespace

bool is_public(Audience const& audience) {
    auto const& everybody = activitypub::public_iri();
    return std::ranges::find(audience.to, everybody) != audience.to.end() ||
           std::ranges::find(audience.cc, everybody) != audience.cc.end();
}

Result<nlohmann::ordered_json> ActivityWriter::with_proof(
    storage::ActorRecord const& signer, nlohmann::ordered_json document
) const {
    auto const key =
        vault_.signing_key(source_.txn, storage::ActorId(signer.id), activitypub::KeyType::ed25519);
    if (!key) {
        return std::unexpected(key.error());
    }
    auto proof = activitypub::make_integrity_proof(
        nlohmann::json(document), *key, std::chrono::floor<std::chrono::seconds>(now_)
    );
    if (!proof) {
        return failed(proof.error());
    }
    document["proof"] = std::move(*proof);
    return document;
}

Result<std::string> ActivityWriter::text(
    storage::ActorRecord const& signer, Activity const& activity
) const {
    auto document = activitypub::write_activity(activity);
    if (!is_public(activity.audience)) {
        return document.dump();
    }
    auto proven = with_proof(signer, std::move(document));
    return proven ? Result<std::string>(proven->dump()) : std::unexpected(proven.error());
}

Result<std::string> ActivityWriter::post_text(
    storage::ActorRecord const& author,
    storage::PostRecord const& post,
    storage::PostBodyRecord const& body,
    std::uint32_t version
) const {
    auto object = post_document(source_, post, body);
    if (!object) {
        return std::unexpected(object.error());
    }
    auto const id = version == 0
                        ? source_.site.activity(post.id)
                        : source_.site.activity(post.id, "update/" + std::to_string(version));
    auto activity = make(
        version == 0 ? ActivityType::create : ActivityType::update,
        author,
        id,
        Reference::to(*object->id),
        object->audience
    );
    activity.tags.mentions = object->tags.mentions;
    auto document = activitypub::write_activity(activity);
    auto embedded = activitypub::write_object(*object);
    if (!is_public(object->audience)) {
        document["object"] = std::move(embedded);
        return document.dump();
    }
    auto proven_object = with_proof(author, std::move(embedded));
    if (!proven_object) {
        return std::unexpected(proven_object.error());
    }
    document["@context"] = proven_object->at("@context");
    document["object"] = std::move(*proven_object);
    auto proven = with_proof(author, std::move(document));
    return proven ? Result<std::string>(proven->dump()) : std::unexpected(proven.error());
}

Result<std::string> ActivityWriter::wrapped(
    storage::ActorRecord const& group, std::string const& id, std::string_view raw
) const {
    auto const envelope = make(ActivityType::announce, group, id, Reference{}, to_everybody(group));
    auto text = activitypub::write_announce_raw(envelope, raw);
    return text ? Result<std::string>(std::move(*text)) : failed(text.error());
}

Result<std::string> ActivityWriter::boost(
    storage::ActorRecord const& actor,
    std::string const& id,
    std::string const& object,
    std::vector<Iri> more
) const {
    auto audience = to_everybody(actor);
    audience.cc.insert(audience.cc.end(), more.begin(), more.end());
    return text(
        actor,
        make(
            ActivityType::announce, actor, id, Reference::to(known_iri(object)), std::move(audience)
        )
    );
}

Result<std::string> ActivityWriter::undo(storage::ActorRecord const& actor, Activity inner) const {
    auto const id = (inner.id ? inner.id->text() : std::string()) + "/undo";
    auto audience = inner.audience;
    return text(
        actor,
        make(ActivityType::undo, actor, id, Reference::of(std::move(inner)), std::move(audience))
    );
}

Activity ActivityWriter::make(
    ActivityType type,
    storage::ActorRecord const& actor,
    std::string const& id,
    Reference object,
    Audience audience
) const {
    Activity activity;
    activity.type = type;
    activity.id = known_iri(id);
    activity.actor = known_iri(actor_iri(source_.site, actor));
    activity.objects.push_back(std::move(object));
    activity.audience = std::move(audience);
    activity.published = std::chrono::floor<std::chrono::seconds>(now_);
    return activity;
}

Audience ActivityWriter::to_everybody(storage::ActorRecord const& actor) const {
    return {
        .to = {activitypub::public_iri()},
        .cc = {known_iri(followers_iri(source_.site, actor))},
        .groups = {}
    };
}

}  // namespace folkmoot::node

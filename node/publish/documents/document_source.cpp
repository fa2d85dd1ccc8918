#include "node/publish/documents/document_source.hpp"

#include "node/fold_errors.hpp"

namespace folkmoot::node {

Result<storage::ActorRecord> DocumentSource::actor(std::uint64_t id) const {
    auto record = tables.actors.load(txn, storage::ActorId(id));
    if (!record) {
        return failed(record.error());
    }
    return std::move(*record);
}

Result<storage::PostRecord> DocumentSource::post(std::uint64_t id) const {
    auto record = tables.posts.load(txn, storage::PostId(id));
    if (!record) {
        return failed(record.error());
    }
    return std::move(*record);
}

activitypub::Iri known_iri(std::string const& text) {
    auto iri = activitypub::Iri::parse(
        text, activitypub::IriPolicy::development(), activitypub::Fragment::allowed
    );
    return iri ? std::move(*iri) : activitypub::Iri();
}

activitypub::Timestamp time_of(std::int64_t milliseconds) {
    return activitypub::Timestamp(std::chrono::milliseconds(milliseconds));
}

}  // namespace folkmoot::node

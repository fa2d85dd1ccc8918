// What documents are made from: a snapshot, the tables and the site. A value of references, made
// where it is used and never kept.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/timestamp.hpp"
#include "node/error.hpp"
#include "node/publish/site.hpp"
#include "storage/store.hpp"

#include <string>

namespace folkmoot::node {

/// The ground that a document stands on.
struct DocumentSource {
    storage::Tables const& tables;
    storage::Txn const& txn;
    Site const& site;

    /// An actor's record.
    Result<storage::ActorRecord> actor(std::uint64_t id) const;

    /// A post's record.
    Result<storage::PostRecord> post(std::uint64_t id) const;
};

/// An id that was made by the site or checked when it was stored.
activitypub::Iri known_iri(std::string const& text);

/// A time of a record.
activitypub::Timestamp time_of(std::int64_t milliseconds);

}  // namespace folkmoot::node

#include "storage/tables/actors.hpp"

#include <algorithm>

namespace folkmoot::storage {

namespace {

Result<void> check(ActorRecord const& actor) {
    if (actor.id == 0 || actor.username.empty() || actor.handle.empty()) {
        return refuse("an actor needs an id, a username and a handle");
    }
    if ((actor.host == 0) != actor.iri.empty()) {
        return refuse("remote actors have an IRI, local ones have none");
    }
    return {};
}

}  // namespace

std::string fold_handle(std::string_view name, std::string_view host) {
    std::string folded(name);
    if (!host.empty()) {
        folded.append("@").append(host);
    }
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return folded;
}

ActorTable::ActorTable(Catalog& catalog)
    : actors_(catalog, table_spec("actors", TableTag::actors, Insertion::appended)),
      by_iri_(
          actors_,
          "by_iri",
          [](auto const&, Actor const& actor, auto& keys) {
              if (!text(actor.iri()).empty()) {
                  keys.push_back(hash_128(text(actor.iri())));
              }
          }
      ),
      by_handle_(
          actors_,
          "by_handle",
          [](auto const&, Actor const& actor, auto& keys) {
              keys.emplace_back(text(actor.handle()));
          }
      ),
      by_host_(actors_, "by_host", [](auto const&, Actor const& actor, auto& keys) {
          keys.emplace_back(HostId(actor.host()), actor.kind());
      }) {}

Result<void> ActorTable::insert(WriteTxn& txn, ActorRecord const& actor) {
    if (auto checked = check(actor); !checked) {
        return checked;
    }
    return actors_.insert(txn, ActorId(actor.id), actor);
}

Result<void> ActorTable::update(WriteTxn& txn, ActorRecord const& actor) {
    if (auto checked = check(actor); !checked) {
        return checked;
    }
    auto const old = actors_.view(txn, ActorId(actor.id));
    if (!old) {
        return std::unexpected(old.error());
    }
    if (text((*old)->iri()) != actor.iri || (*old)->host() != actor.host ||
        (*old)->kind() != actor.kind) {
        return refuse("the IRI, the host and the kind of an actor never change");
    }
    return actors_.update(txn, ActorId(actor.id), actor);
}

Result<ActorRecord> ActorTable::load(Txn const& txn, ActorId id) const {
    return actors_.get(txn, id);
}

Result<RecordView<Actor>> ActorTable::view(Txn const& txn, ActorId id) const {
    return actors_.view(txn, id);
}

Result<ActorRecord> ActorTable::by_iri(Txn const& txn, std::string_view iri) const {
    auto actor = by_iri_.get(txn, hash_128(iri));
    if (actor && actor->iri != iri) {
        return absent("actor");
    }
    return actor;
}

Result<ActorRecord> ActorTable::by_handle(Txn const& txn, std::string_view folded_handle) const {
    // What could not be stored is not there.
    return folded_handle.size() <= max_key_size ? by_handle_.get(txn, std::string(folded_handle))
                                                : absent("actor");
}

Result<Page<ActorRecord>> ActorTable::of_host(
    Txn const& txn, HostId host, ActorKind kind, PageRequest const& request
) const {
    return page_of_records(txn, actors_, by_host_, encode_key(host, kind), request);
}

Result<std::vector<ActorRecord>> ActorTable::with_handle_prefix(
    Txn const& txn, std::string_view prefix, std::size_t limit
) const {
    std::vector<ActorRecord> found;
    auto const from = KeyRange().from(encode_key(prefix));
    auto const scanned = by_handle_.scan(
        txn,
        from,
        Direction::forward,
        [&](std::string const& handle, ActorId id) -> Result<bool> {
            if (found.size() >= limit || !handle.starts_with(prefix)) {
                return false;
            }
            auto actor = actors_.get(txn, id);
            if (!actor) {
                return std::unexpected(actor.error());
            }
            found.push_back(std::move(*actor));
            return true;
        }
    );
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return found;
}

}  // namespace folkmoot::storage

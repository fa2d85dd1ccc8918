#include "storage/tables/audit.hpp"

namespace folkmoot::storage {

AuditTable::AuditTable(Catalog& catalog)
    : acts_(catalog, table_spec("audit", TableTag::audit, Insertion::appended)),
      by_group_(
          acts_,
          "by_group",
          [](auto const&, Audit const& act, auto& keys) {
              if (act.group() != 0) {
                  keys.emplace_back(act.group());
              }
          }
      ),
      by_target_(acts_, "by_target", [](auto const&, Audit const& act, auto& keys) {
          if (act.target() != 0) {
              keys.push_back(act.target());
          }
      }) {}

Result<void> AuditTable::append(WriteTxn& txn, AuditRecord const& act) {
    if (act.id == 0 || act.action.empty()) {
        return refuse("an act needs an id and a name");
    }
    return acts_.insert(txn, AuditId(act.id), act);
}

Result<Page<AuditRecord>> AuditTable::list(Txn const& txn, PageRequest const& request) const {
    PageReader<AuditRecord> page({}, request);
    return page
        .finish(acts_.scan(txn, page.range(), page.direction(), [&](AuditId id, auto const& act) {
            return page.visit(id.value(), [&] { return Result<AuditRecord>(act.unpack()); });
        }));
}

Result<Page<AuditRecord>> AuditTable::of_group(
    Txn const& txn, ActorId group, bool modlog_only, PageRequest const& request
) const {
    PageReader<AuditRecord> page(encode_key(group), request);
    auto const load = [&](AuditId id) -> Result<std::optional<AuditRecord>> {
        auto act = acts_.get(txn, id);
        if (!act) {
            return std::unexpected(act.error());
        }
        bool const shown = act->in_modlog || !modlog_only;
        return shown ? std::optional(std::move(*act)) : std::nullopt;
    };
    return page
        .finish(by_group_.scan(txn, page.range(), page.direction(), [&](ActorId, AuditId id) {
            return page.visit(id.value(), [&] { return load(id); });
        }));
}

Result<Page<AuditRecord>> AuditTable::about(
    Txn const& txn, std::uint64_t target, PageRequest const& request
) const {
    return page_of_records(txn, acts_, by_target_, encode_key(target), request);
}

}  // namespace folkmoot::storage

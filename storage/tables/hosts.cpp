#include "storage/tables/hosts.hpp"

#include <algorithm>

namespace folkmoot::storage {

namespace {

Result<void> check(HostDeliveryRecord const& old, HostDeliveryRecord const& fresh) {
    if (fresh.holes.size() > HostTable::max_holes) {
        return refuse("too many holes");
    }
    auto last = fresh.cursor;
    for (auto const hole : fresh.holes) {
        if (hole <= last) {
            return refuse("holes ascend from the cursor on");
        }
        last = hole;
    }
    if (fresh.cursor < old.cursor) {
        return refuse("a cursor never goes back");
    }
    return {};
}

}  // namespace

bool note_delivered(
    HostDeliveryRecord& delivery, Sequence done, std::vector<Sequence> const& outstanding
) {
    if (done.value() <= delivery.cursor) {
        return true;
    }
    auto const place = std::ranges::lower_bound(delivery.holes, done.value());
    bool const known = place != delivery.holes.end() && *place == done.value();
    bool const advances = outstanding.empty() || done < outstanding.front();
    if (!known && !advances && delivery.holes.size() >= HostTable::max_holes) {
        return false;
    }
    if (!known) {
        delivery.holes.insert(place, done.value());
    }
    auto const behind = outstanding.empty()
                            ? delivery.holes.end()
                            : std::ranges::lower_bound(delivery.holes, outstanding.front().value());
    if (behind != delivery.holes.begin()) {
        delivery.cursor = *(behind - 1);
        delivery.holes.erase(delivery.holes.begin(), behind);
    }
    return true;
}

HostTable::HostTable(Catalog& catalog)
    : hosts_(catalog, table_spec("hosts", TableTag::hosts, Insertion::appended)),
      by_name_(
          hosts_,
          "by_name",
          [](auto const&, Host const& host, auto& keys) { keys.emplace_back(text(host.name())); }
      ),
      deliveries_(catalog, table_spec("host_deliveries", TableTag::host_deliveries)),
      by_next_try_(
          deliveries_,
          "by_next_try",
          [](auto const&, HostDelivery const& row, auto& keys) {
              if (row.state() != HostState::alive) {
                  keys.push_back(row.next_try());
              }
          }
      ),
      usage_(catalog, table_spec("host_usage", TableTag::host_usage)) {}

Result<void> HostTable::insert(WriteTxn& txn, HostRecord const& host) {
    if (host.id == 0 || host.name.empty()) {
        return refuse("a host needs an id and a name");
    }
    return hosts_.insert(txn, HostId(host.id), host);
}

Result<void> HostTable::update(WriteTxn& txn, HostRecord const& host) {
    auto const old = hosts_.view(txn, HostId(host.id));
    if (!old) {
        return std::unexpected(old.error());
    }
    if (text((*old)->name()) != host.name) {
        return refuse("a host keeps its name");
    }
    return hosts_.update(txn, HostId(host.id), host);
}

Result<HostRecord> HostTable::load(Txn const& txn, HostId id) const {
    return hosts_.get(txn, id);
}

Result<HostRecord> HostTable::by_name(Txn const& txn, std::string_view name) const {
    constexpr std::size_t longest = 260;
    if (name.empty() || name.size() > longest) {
        return absent("host");
    }
    return by_name_.get(txn, std::string(name));
}

Result<std::vector<HostRecord>> HostTable::list(Txn const& txn, HostId after, std::size_t limit)
    const {
    auto const rows =
        hosts_.list(txn, KeyRange().after(encode_key(after)), Direction::forward, limit);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<HostRecord> hosts;
    for (auto const& row : *rows) {
        hosts.push_back(row.record.unpack());
    }
    return hosts;
}

Result<HostDeliveryRecord> HostTable::delivery(Txn const& txn, HostId id) const {
    auto delivery = deliveries_.get(txn, id);
    return is_absent(delivery) ? HostDeliveryRecord{} : delivery;
}

Result<void> HostTable::put_delivery(WriteTxn& txn, HostId id, HostDeliveryRecord const& delivery) {
    auto const known = hosts_.exists(txn, id);
    if (!known || !*known) {
        return known ? absent("host") : std::unexpected(known.error());
    }
    auto const old = this->delivery(txn, id);
    if (!old) {
        return std::unexpected(old.error());
    }
    auto const checked = check(*old, delivery);
    return checked ? deliveries_.put(txn, id, delivery) : checked;
}

Result<std::vector<HostId>> HostTable::due(Txn const& txn, std::int64_t now, std::size_t limit)
    const {
    return by_next_try_.keys(txn, up_to(now), Direction::forward, limit);
}

Result<std::optional<std::int64_t>> HostTable::next_due(Txn const& txn) const {
    return earliest(txn, by_next_try_);
}

Result<HostUsageRecord> HostTable::usage(Txn const& txn, HostId id) const {
    auto usage = usage_.get(txn, id);
    return is_absent(usage) ? HostUsageRecord{} : usage;
}

Result<void> HostTable::charge(
    WriteTxn& txn, HostId id, HostUsageChange const& change, HostQuota const& quota
) {
    auto usage = this->usage(txn, id);
    if (!usage) {
        return std::unexpected(usage.error());
    }
    usage->bytes = apply_difference(usage->bytes, change.bytes);
    usage->objects = apply_difference(usage->objects, change.objects);
    bool const over = (change.bytes > 0 && usage->bytes > quota.bytes) ||
                      (change.objects > 0 && usage->objects > quota.objects);
    if (over) {
        return std::unexpected(Error{ErrorCode::full, "the host's quota"});
    }
    return usage_.put(txn, id, *usage);
}

Result<void> HostTable::put_usage(WriteTxn& txn, HostId id, HostUsageRecord const& usage) {
    return usage_.put(txn, id, usage);
}

Result<void> HostTable::for_each_usage(
    Txn const& txn, std::function<void(HostId, HostUsageRecord const&)> const& visit
) const {
    return usage_.scan(txn, {}, Direction::forward, [&](HostId id, auto const& usage) {
        visit(id, usage.unpack());
        return true;
    });
}

}  // namespace folkmoot::storage

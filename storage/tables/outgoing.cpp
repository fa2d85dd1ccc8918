#include "storage/tables/outgoing.hpp"

#include <algorithm>

namespace folkmoot::storage {

namespace {

constexpr std::uint8_t last_key = 1;

}  // namespace

OutgoingTable::OutgoingTable(Catalog& catalog)
    : log_(catalog, table_spec("outgoing", TableTag::outgoing)),
      by_seq_(
          log_,
          "by_seq",
          [](auto const& key, Outgoing const&, auto& keys) { keys.push_back(key.second); },
          Insertion::appended
      ),
      stays_(catalog, table_spec("host_channels", TableTag::host_channels)),
      by_channel_(
          stays_,
          "by_channel",
          [](auto const& key, HostChannel const& row, auto& keys) {
              keys.emplace_back(key.channel, row.until() == 0);
          }
      ),
      closed_(
          stays_,
          "closed",
          [](auto const&, HostChannel const& row, auto& keys) {
              if (row.until() != 0) {
                  keys.emplace_back(row.until());
              }
          }
      ),
      addressed_(catalog, table_spec("explicit_deliveries", TableTag::explicit_deliveries)),
      last_(catalog, table_spec("outgoing_last", TableTag::sequences)) {}

Result<Sequence> OutgoingTable::append(
    WriteTxn& txn, Channel channel, OutgoingRecord const& event
) {
    if (event.bodies.empty()) {
        return refuse("an event needs a body");
    }
    auto const number = last_.add(txn, last_key, 1);
    if (!number) {
        return std::unexpected(number.error());
    }
    Sequence const seq(static_cast<std::uint64_t>(*number));
    auto const stored = log_.insert(txn, {channel, seq}, event);
    return stored ? Result<Sequence>(seq) : std::unexpected(stored.error());
}

Result<void> OutgoingTable::address(
    WriteTxn& txn, HostId host, Channel channel, Sequence seq, std::string_view inbox
) {
    auto const known = log_.exists(txn, {channel, seq});
    if (!known || !*known) {
        return known ? absent("outgoing event") : std::unexpected(known.error());
    }
    ExplicitDeliveryRecord row;
    row.channel = channel.value();
    row.inbox = inbox;
    return addressed_.put(txn, {host, seq}, row);
}

Result<OutgoingRecord> OutgoingTable::load(Txn const& txn, Channel channel, Sequence seq) const {
    return log_.get(txn, {channel, seq});
}

Result<Sequence> OutgoingTable::last(Txn const& txn) const {
    auto const number = last_.get(txn, last_key);
    return number ? Result<Sequence>(Sequence(static_cast<std::uint64_t>(*number)))
                  : std::unexpected(number.error());
}

Result<std::optional<ChannelStay>> OutgoingTable::open_stay(
    Txn const& txn, HostId host, Channel channel
) const {
    // Only the latest stay can be open.
    auto const rows = stays_.list(txn, KeyRange::with_prefix(host, channel), Direction::reverse, 1);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    if (rows->empty() || rows->front().record->until() != 0) {
        return std::nullopt;
    }
    auto const& row = rows->front();
    return ChannelStay{
        .host = host,
        .channel = channel,
        .from = row.key.from,
        .until = {},
        .followers = row.record->followers()
    };
}

Result<void> OutgoingTable::enter(WriteTxn& txn, HostId host, Channel channel) {
    auto const stay = open_stay(txn, host, channel);
    auto const now = last(txn);
    if (!stay || !now) {
        return std::unexpected(stay ? now.error() : stay.error());
    }
    HostChannelRecord row;
    row.followers = *stay ? (*stay)->followers + 1 : 1;
    return stays_.put(txn, {host, channel, *stay ? (*stay)->from : *now}, row);
}

Result<void> OutgoingTable::leave(WriteTxn& txn, HostId host, Channel channel) {
    auto const stay = open_stay(txn, host, channel);
    auto const now = last(txn);
    if (!stay || !now) {
        return std::unexpected(stay ? now.error() : stay.error());
    }
    if (!*stay) {
        return absent("stay in the channel");
    }
    StayKey const key{host, channel, (*stay)->from};
    HostChannelRecord row;
    row.followers = (*stay)->followers - 1;
    if (row.followers > 0) {
        return stays_.update(txn, key, row);
    }
    if (*now == key.from) {
        return stays_.erase(txn, key);
    }
    row.until = now->value();
    return stays_.update(txn, key, row);
}

Result<std::vector<HostId>> OutgoingTable::hosts_of(
    Txn const& txn, Channel channel, HostId after, std::size_t limit
) const {
    auto const range = KeyRange::with_prefix(channel, true)
                           .after(encode_key(channel, true, after, channel, Sequence(UINT64_MAX)));
    auto const keys = by_channel_.keys(txn, range, Direction::forward, limit);
    if (!keys) {
        return std::unexpected(keys.error());
    }
    std::vector<HostId> hosts;
    for (auto const& key : *keys) {
        hosts.push_back(key.host);
    }
    return hosts;
}

Result<std::vector<HostId>> OutgoingTable::departed_that_got(
    Txn const& txn, Channel channel, Sequence seq, std::size_t limit
) const {
    std::vector<HostId> hosts;
    auto const scanned = by_channel_.scan(
        txn,
        KeyRange::with_prefix(channel, false),
        Direction::forward,
        [&](auto const&, StayKey const& key) -> Result<bool> {
            if (hosts.size() >= limit) {
                return false;
            }
            if (seq <= key.from) {
                return true;
            }
            auto const stay = stays_.view(txn, key);
            auto const returned = open_stay(txn, key.host, channel);
            if (!stay || !returned) {
                return std::unexpected(stay ? returned.error() : stay.error());
            }
            if (seq.value() <= (*stay)->until() && !*returned) {
                hosts.push_back(key.host);
            }
            return true;
        }
    );
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return hosts;
}

Result<std::vector<ChannelStay>> OutgoingTable::stays_of(Txn const& txn, HostId host) const {
    std::vector<ChannelStay> stays;
    auto const scanned = stays_.scan(
        txn,
        KeyRange::with_prefix(host),
        Direction::forward,
        [&](StayKey const& key, auto const& row) {
            stays.push_back(
                {.host = host,
                 .channel = key.channel,
                 .from = key.from,
                 .until = Sequence(row->until()),
                 .followers = row->followers()}
            );
            return true;
        }
    );
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return stays;
}

Result<void> OutgoingTable::gather(
    Txn const& txn,
    ChannelStay const& stay,
    Sequence after,
    std::size_t limit,
    std::vector<OwedDelivery>& owed
) const {
    auto range = KeyRange::with_prefix(stay.channel)
                     .after(encode_key(stay.channel, std::max(after, stay.from)));
    if (stay.until) {
        range = range.until(encode_key(stay.channel, stay.until));
    }
    std::size_t taken = 0;
    return log_.scan(txn, range, Direction::forward, [&](auto const& key, auto const&) {
        if (taken++ >= limit) {
            return false;
        }
        owed.push_back({.seq = key.second, .channel = stay.channel, .inbox = {}});
        return true;
    });
}

Result<std::vector<OwedDelivery>> OutgoingTable::owed(
    Txn const& txn, HostId host, Sequence after, std::size_t limit
) const {
    std::vector<OwedDelivery> owed;
    auto const range = KeyRange::with_prefix(host).after(encode_key(host, after));
    auto scanned =
        addressed_.scan(txn, range, Direction::forward, [&](auto const& key, auto const& row) {
            if (owed.size() >= limit) {
                return false;
            }
            owed.push_back(
                {.seq = key.second,
                 .channel = Channel(row->channel()),
                 .inbox = std::string(text(row->inbox()))}
            );
            return true;
        });
    auto const stays = stays_of(txn, host);
    if (!scanned || !stays) {
        return std::unexpected(scanned ? stays.error() : scanned.error());
    }
    for (auto const& stay : *stays) {
        if (stay.until && stay.until <= after) {
            continue;
        }
        if (auto gathered = gather(txn, stay, after, limit, owed); !gathered) {
            return std::unexpected(gathered.error());
        }
    }
    // Of two rows about one event the one that knows the inbox comes first and stays.
    std::ranges::sort(owed, {}, [](OwedDelivery const& row) {
        return std::pair(row.seq, row.inbox.empty());
    });
    auto const repeated = std::ranges::unique(owed, {}, &OwedDelivery::seq);
    owed.erase(repeated.begin(), repeated.end());
    owed.resize(std::min(owed.size(), limit));
    return owed;
}

Result<std::size_t> OutgoingTable::erase_addressed(
    WriteTxn& txn, HostId host, Sequence up_to, std::size_t limit
) {
    auto const range = KeyRange::with_prefix(host).until(encode_key(host, up_to));
    auto const rows = addressed_.list(txn, range, Direction::forward, limit);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (auto const& row : *rows) {
        if (auto erased = addressed_.erase(txn, row.key); !erased) {
            return std::unexpected(erased.error());
        }
    }
    return rows->size();
}

Result<Sequence> OutgoingTable::end_of_older(
    Txn const& txn, std::int64_t created_before, std::size_t limit
) const {
    Sequence end;
    std::size_t looked_at = 0;
    auto const scanned = by_seq_.scan(
        txn,
        {},
        Direction::forward,
        [&](Sequence seq, std::pair<Channel, Sequence> const& key) -> Result<bool> {
            if (looked_at++ == limit) {
                return false;
            }
            auto const event = log_.get(txn, key);
            if (!event) {
                return std::unexpected(event.error());
            }
            if (event->created >= created_before) {
                return false;
            }
            end = Sequence(seq.value() + 1);
            return true;
        }
    );
    return scanned ? Result<Sequence>(end) : std::unexpected(scanned.error());
}

Result<std::size_t> OutgoingTable::prune(WriteTxn& txn, Sequence below, std::size_t limit) {
    auto const range = KeyRange().before(encode_key(below));
    auto const stays = closed_.keys(txn, range, Direction::forward, limit);
    if (auto erased = erase_all(txn, stays_, stays); !erased) {
        return erased;
    }
    std::vector<std::pair<Channel, Sequence>> events;
    auto const scanned =
        by_seq_.scan(txn, range, Direction::forward, [&](Sequence, auto const& key) {
            if (events.size() >= limit) {
                return false;
            }
            events.push_back(key);
            return true;
        });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return erase_all(txn, log_, Result<std::vector<std::pair<Channel, Sequence>>>(events));
}

}  // namespace folkmoot::storage

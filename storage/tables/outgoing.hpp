// What this node owes other hosts (decisions 17 and 18). One row per event in the log of a channel,
// which is the follower set of one actor; a host is owed the rows of its channels while it stays in
// them, and rows addressed to it explicitly. Sequence numbers are dense and in commit order over
// all channels, so that one cursor per host is enough.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A channel: the follower set of this actor. Explicit deliveries keep their bodies under
/// `direct_channel`.
using Channel = ActorId;

/// The channel of rows that only explicitly addressed hosts get.
inline constexpr Channel direct_channel{0};

/// A host's stay in a channel.
struct ChannelStay {
    HostId host;
    Channel channel;
    Sequence from;   ///< owed are rows above
    Sequence until;  ///< and up to here; none: it stays
    std::uint32_t followers = 0;

    friend bool operator==(ChannelStay const&, ChannelStay const&) = default;
};

/// A row that a host is owed.
struct OwedDelivery {
    Sequence seq;
    Channel channel;
    std::string inbox;  ///< of an explicit row; empty: the host's shared inbox

    friend bool operator==(OwedDelivery const&, OwedDelivery const&) = default;
};

/// The table.
class OutgoingTable {
public:
    /// Most hosts of one explicit delivery.
    static constexpr std::size_t max_explicit = 1000;

    explicit OutgoingTable(Catalog& catalog);

    /// Appends an event to a channel's log. Error: invalid without bodies.
    Result<Sequence> append(WriteTxn& txn, Channel channel, OutgoingRecord const& event);

    /// Owes a logged event to one more host, member of the channel or not. Errors: not_found for
    /// the event.
    Result<void> address(
        WriteTxn& txn, HostId host, Channel channel, Sequence seq, std::string_view inbox = {}
    );

    /// An event; not_found when it was pruned.
    Result<OutgoingRecord> load(Txn const& txn, Channel channel, Sequence seq) const;

    /// Greatest sequence number given out; none in a new store.
    Result<Sequence> last(Txn const& txn) const;

    /// Counts one more follower of the channel's owner on a host; the first one opens a stay, from
    /// the next event on.
    Result<void> enter(WriteTxn& txn, HostId host, Channel channel);

    /// Counts one follower less; the last one closes the stay. Error: not_found when the host has
    /// no open stay.
    Result<void> leave(WriteTxn& txn, HostId host, Channel channel);

    /// Hosts that stay in a channel now, after `after`.
    Result<std::vector<HostId>> hosts_of(
        Txn const& txn, Channel channel, HostId after, std::size_t limit
    ) const;

    /// Hosts that have left a channel but were owed its event `seq`: they must hear of its deletion
    /// too.
    Result<std::vector<HostId>> departed_that_got(
        Txn const& txn, Channel channel, Sequence seq, std::size_t limit
    ) const;

    /// Stays of a host, open and closed.
    Result<std::vector<ChannelStay>> stays_of(Txn const& txn, HostId host) const;

    /// What a host is owed beyond `after`, ascending by sequence number: its channels and explicit
    /// rows merged.
    Result<std::vector<OwedDelivery>> owed(
        Txn const& txn, HostId host, Sequence after, std::size_t limit
    ) const;

    /// Removes explicit rows of a host up to `seq`, once its cursor has passed them; how many.
    Result<std::size_t> erase_addressed(
        WriteTxn& txn, HostId host, Sequence up_to, std::size_t limit
    );

    /// Looks at up to `limit` of the oldest events.
    /// @return the sequence number behind those that were created before `created_before`, for
    /// prune(); none when there are none
    Result<Sequence> end_of_older(Txn const& txn, std::int64_t created_before, std::size_t limit)
        const;

    /// Removes events below `seq`, and stays closed below it, at most `limit` of each; how many
    /// events.
    Result<std::size_t> prune(WriteTxn& txn, Sequence below, std::size_t limit);

private:
    /// Key of a stay.
    struct StayKey {
        HostId host;
        Channel channel;
        Sequence from;
        static constexpr auto key_fields =
            std::tuple{&StayKey::host, &StayKey::channel, &StayKey::from};
    };

    Result<std::optional<ChannelStay>> open_stay(Txn const& txn, HostId host, Channel channel)
        const;
    Result<void> gather(
        Txn const& txn,
        ChannelStay const& stay,
        Sequence after,
        std::size_t limit,
        std::vector<OwedDelivery>& owed
    ) const;

    Table<std::pair<Channel, Sequence>, Outgoing> log_;
    UniqueIndex<Sequence, Table<std::pair<Channel, Sequence>, Outgoing>> by_seq_;
    Table<StayKey, HostChannel> stays_;
    MultiIndex<std::pair<Channel, bool>, Table<StayKey, HostChannel>>
        by_channel_;  ///< true: still there
    MultiIndex<Sequence, Table<StayKey, HostChannel>> closed_;
    Table<std::pair<HostId, Sequence>, ExplicitDelivery> addressed_;
    CounterTable<std::uint8_t> last_;
};

}  // namespace folkmoot::storage

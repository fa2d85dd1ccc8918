#include "storage/tables/reports.hpp"

namespace folkmoot::storage {

namespace {

std::int64_t day_of(std::int64_t milliseconds) {
    return milliseconds / (std::int64_t{24} * 3600 * 1000);
}

}  // namespace

ReportTable::ReportTable(Catalog& catalog)
    : reports_(catalog, table_spec("reports", TableTag::reports, Insertion::appended)),
      by_state_(
          reports_,
          "by_state",
          [](auto const&, Report const& report, auto& keys) { keys.push_back(report.state()); }
      ),
      by_target_(
          reports_,
          "by_target",
          [](auto const&, Report const& report, auto& keys) { keys.emplace_back(report.target()); }
      ),
      by_host_and_day_(
          reports_,
          "by_host_and_day",
          [](auto const&, Report const& report, auto& keys) {
              if (report.host() != 0) {
                  keys.emplace_back(HostId(report.host()), day_of(report.created()));
              }
          }
      ) {}

Result<void> ReportTable::insert(WriteTxn& txn, ReportRecord const& report) {
    if (report.id == 0 || report.target == 0) {
        return refuse("a report needs an id and a target");
    }
    if (report.host != 0) {
        auto const range = KeyRange::with_prefix(HostId(report.host), day_of(report.created));
        auto const sent =
            by_host_and_day_.keys(txn, range, Direction::forward, max_per_host_and_day);
        if (!sent) {
            return std::unexpected(sent.error());
        }
        if (sent->size() >= max_per_host_and_day) {
            return std::unexpected(Error{ErrorCode::queue_full, "reports of this host today"});
        }
    }
    return reports_.insert(txn, ReportId(report.id), report);
}

Result<void> ReportTable::update(WriteTxn& txn, ReportRecord const& report) {
    return reports_.update(txn, ReportId(report.id), report);
}

Result<ReportRecord> ReportTable::load(Txn const& txn, ReportId id) const {
    return reports_.get(txn, id);
}

Result<Page<ReportRecord>> ReportTable::in_state(
    Txn const& txn, ReportState state, PageRequest const& request
) const {
    return page_of_records(txn, reports_, by_state_, encode_key(state), request);
}

Result<Page<ReportRecord>> ReportTable::about(
    Txn const& txn, ActorId target, PageRequest const& request
) const {
    return page_of_records(txn, reports_, by_target_, encode_key(target), request);
}

}  // namespace folkmoot::storage

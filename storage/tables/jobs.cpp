#include "storage/tables/jobs.hpp"

namespace folkmoot::storage {

namespace {

constexpr std::size_t max_kind_and_key = 200;
constexpr std::size_t max_error = 500;

}  // namespace

JobTable::JobTable(Catalog& catalog)
    : jobs_(catalog, table_spec("jobs", TableTag::jobs, Insertion::appended)),
      by_key_(
          jobs_,
          "by_key",
          [](auto const&, Job const& job, auto& keys) {
              if (!text(job.key()).empty()) {
                  keys.emplace_back(std::string(text(job.kind())), std::string(text(job.key())));
              }
          }
      ),
      by_due_(jobs_, "by_due", [](auto const&, Job const& job, auto& keys) {
          keys.push_back(job.due());
      }) {}

Result<void> JobTable::insert(WriteTxn& txn, JobRecord const& job) {
    if (job.id == 0 || job.kind.empty() || job.kind.size() + job.key.size() > max_kind_and_key) {
        return refuse("a job needs an id and a kind; kind and key have 200 bytes at most");
    }
    return jobs_.insert(txn, JobId(job.id), job);
}

Result<void> JobTable::postpone(WriteTxn& txn, JobId id, std::int64_t due, std::string_view error) {
    auto job = jobs_.get(txn, id);
    if (!job) {
        return std::unexpected(job.error());
    }
    job->due = due;
    ++job->attempts;
    job->last_error = error.substr(0, max_error);
    return jobs_.update(txn, id, *job);
}

Result<void> JobTable::erase(WriteTxn& txn, JobId id) {
    return jobs_.erase(txn, id);
}

Result<JobRecord> JobTable::load(Txn const& txn, JobId id) const {
    return jobs_.get(txn, id);
}

Result<JobRecord> JobTable::by_key(Txn const& txn, std::string_view kind, std::string_view key)
    const {
    return by_key_.get(txn, {std::string(kind), std::string(key)});
}

Result<std::vector<JobRecord>> JobTable::due(Txn const& txn, std::int64_t now, std::size_t limit)
    const {
    return records_of(txn, jobs_, by_due_.keys(txn, up_to(now), Direction::forward, limit));
}

Result<std::optional<std::int64_t>> JobTable::next_due(Txn const& txn) const {
    return earliest(txn, by_due_);
}

}  // namespace folkmoot::storage

// Started by disk_fault_test.cpp under the fault library: writes until a system call fails and
// reports what happened. Arguments: store directory, fault to arm. Lines on standard output: "key
// value".
#include "tests/storage/engine/sample_store.hpp"
#include "tests/support/fault/fault.hpp"

#include <cstdio>
#include <string>

namespace folkmoot::storage::tests {
namespace {

std::string code_name(Result<void> const& result) {
    return result ? "ok" : std::string(to_string(result.error().code));
}

/// Whether all that was acknowledged can be read.
char const* read_all(SampleStore& store, std::uint64_t acknowledged) {
    auto const txn = store.environment().read();
    if (!txn) {
        return "refused";
    }
    for (std::uint64_t id = 1; id <= acknowledged; ++id) {
        if (!store.tables.samples.get(*txn, id)) {
            return "lost";
        }
    }
    return "ok";
}

int run(char const* directory, char const* fault) {
    SampleStore store(directory);
    if (!store.failure().empty() || !folkmoot::tests::arm_fault(fault)) {
        return 1;
    }
    auto const insert = [&store](std::uint64_t id) {
        return store.write([&store, id](WriteTxn& txn) {
            return store.tables.samples.insert(txn, id, make_sample(1, std::string(3000, 'b')));
        });
    };
    constexpr std::uint64_t most_writes = 100;
    std::uint64_t acknowledged = 0;
    auto outcome = insert(1);
    for (; outcome && acknowledged < most_writes; outcome = insert(acknowledged + 1)) {
        ++acknowledged;
    }
    if (!outcome) {
        // The caller hears of an I/O failure, the writer's state says what it means.
        auto const stopped = store.writer().metrics().state == WriterState::read_only;
        std::printf(
            "failed %s\n",
            stopped ? ("read_only_after_" + code_name(outcome)).c_str() : code_name(outcome).c_str()
        );
    }
    std::printf("next %s\n", code_name(insert(acknowledged + 1)).c_str());
    std::printf("reads %s\n", read_all(store, acknowledged));
    std::printf("acknowledged %llu\n", static_cast<unsigned long long>(acknowledged));
    return 0;
}

}  // namespace
}  // namespace folkmoot::storage::tests

int main(int argc, char** argv) {
    return argc == 3 ? folkmoot::storage::tests::run(argv[1], argv[2]) : 2;
}

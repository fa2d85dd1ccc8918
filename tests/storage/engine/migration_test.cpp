// Migrations run once each, in order, and survive being killed anywhere.
#include "storage/engine/migration.hpp"

#include "storage/engine/fault_point.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

constexpr DbHandle database{0};

/// Appends a letter to one value, so that the value tells which steps ran and how often.
Migration append_letter(std::uint32_t to_version, char const* name, char letter) {
    return {to_version, name, [letter](WriteTxn& txn) -> Result<void> {
                auto const old = txn.view(database, "steps");
                if (!old) {
                    return std::unexpected(old.error());
                }
                return txn.put(database, "steps", std::string(old->value_or("")) + letter);
            }};
}

class Migrations : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(open(1)); }

    Result<Environment> open(std::uint32_t schema_version) {
        auto options = sample_options(directory_.path(), tables_);
        options.schema_version = schema_version;
        return Environment::open(std::move(options));
    }

    /// The letters of the steps that ran.
    static std::string steps(Environment const& environment) {
        auto const txn = environment.read();
        return std::string(txn->view(database, "steps")->value_or(""));
    }

    TemporaryDirectory directory_;
    SampleTables tables_;
    std::vector<Migration> migrations_{
        append_letter(2, "first", 'a'),
        append_letter(3, "second", 'b'),
        append_letter(4, "third", 'c')
    };
};

TEST_F(Migrations, RunInOrderAndOnce) {
    std::vector<std::string> told;
    {
        auto environment = open(4);
        ASSERT_TRUE(environment);
        EXPECT_EQ(environment->schema_version(), 1U);
        ASSERT_TRUE(migrate(*environment, migrations_, [&](Migration const& step) {
            told.emplace_back(step.name);
        }));
        EXPECT_EQ(environment->schema_version(), 4U);
        EXPECT_EQ(steps(*environment), "abc");
    }
    auto environment = open(4);
    EXPECT_EQ(environment->schema_version(), 4U);
    ASSERT_TRUE(migrate(*environment, migrations_));
    EXPECT_EQ(steps(*environment), "abc");
    EXPECT_EQ(told, (std::vector<std::string>{"first", "second", "third"}));
}

TEST_F(Migrations, ANewStoreNeedsNone) {
    TemporaryDirectory other;
    auto options = sample_options(other.path(), tables_);
    options.schema_version = 4;
    auto environment = Environment::open(std::move(options));
    ASSERT_TRUE(migrate(*environment, migrations_));
    EXPECT_EQ(steps(*environment), "");
}

TEST_F(Migrations, AGapIsAnErrorAndLeavesTheStoreAtTheStepBefore) {
    migrations_.erase(migrations_.begin() + 1);
    auto environment = open(4);
    EXPECT_EQ(code_of(migrate(*environment, migrations_)), ErrorCode::invalid);
    EXPECT_EQ(environment->schema_version(), 2U);
    EXPECT_EQ(steps(*environment), "a");
}

TEST_F(Migrations, AFailedStepLeavesNothingOfItself) {
    migrations_[1].run = [](WriteTxn& txn) -> Result<void> {
        EXPECT_TRUE(txn.put(database, "steps", "spoiled"));
        return std::unexpected(Error{ErrorCode::corrupt, "cannot"});
    };
    auto environment = open(4);
    EXPECT_EQ(code_of(migrate(*environment, migrations_)), ErrorCode::corrupt);
    EXPECT_EQ(steps(*environment), "a");
}

TEST_F(Migrations, R05_AStepThatFillsTheMapGrowsIt) {
    migrations_[0].run = [](WriteTxn& txn) {
        return txn.put(database, "big", std::string(80 << 20, 'x'));
    };
    auto environment = open(2);
    ASSERT_TRUE(migrate(*environment, migrations_));
    EXPECT_TRUE(environment->read()->exists(database, "big").value());
}

TEST_F(Migrations, R13_AreFinishedAfterAKillAtAnyPoint) {
    int kills = 0;
    for (long point = 1;; ++point) {
        auto const child = ::fork();
        if (child == 0) {
            arm_fault_points(point);
            auto environment = open(4);
            auto const done = environment ? migrate(*environment, migrations_)
                                          : std::unexpected(environment.error());
            _exit(done ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status));
        if (WEXITSTATUS(status) == 0) {
            break;
        }
        ASSERT_EQ(WEXITSTATUS(status), fault_point_exit_code);
        ++kills;
    }
    EXPECT_GE(kills, 3);
    auto environment = open(4);
    EXPECT_EQ(environment->schema_version(), 4U);
    EXPECT_EQ(steps(*environment), "abc");
}

TEST_F(Migrations, R14_TheOldProgramRefusesTheMigratedStore) {
    {
        auto environment = open(4);
        ASSERT_TRUE(migrate(*environment, migrations_));
    }
    EXPECT_EQ(code_of(open(3)), ErrorCode::newer_store);
}

}  // namespace
}  // namespace folkmoot::storage::tests

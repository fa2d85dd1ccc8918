#include "node/cli/self_check.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace folkmoot::node {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

struct Judgement {
    char const* name;
    Finding finding;
    bool ok;
};

class SelfCheck : public testing::TestWithParam<Judgement> {};

TEST_P(SelfCheck, SaysWhatIsWrongAndOnlyThenWhatToDo) {
    EXPECT_EQ(GetParam().finding.ok(), GetParam().ok) << GetParam().finding.text;
    EXPECT_FALSE(GetParam().finding.subject.empty());
    EXPECT_FALSE(GetParam().finding.text.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Doctor,
    SelfCheck,
    testing::Values(
        Judgement{"PrivateKeyFile", judge_key_file("k", 0600), true},
        Judgement{"KeyFileOfTheGroup", judge_key_file("k", 0640), false},
        Judgement{"KeyFileOfAll", judge_key_file("k", 0604), false},
        Judgement{"NoKeyFile", judge_key_file("k", std::nullopt), false},
        Judgement{"RoomOnDisk", judge_disk(10'000 * mib, 100'000 * mib), true},
        Judgement{"LittleRoomOnDisk", judge_disk(500 * mib, 100'000 * mib), false},
        Judgement{"NoDisk", judge_disk(0, 0), false},
        Judgement{"SmallStore", judge_map(1 * mib, 1024 * mib), true},
        Judgement{"FullMap", judge_map(900 * mib, 1024 * mib), false},
        Judgement{"ManyFiles", judge_open_files(65'536), true},
        Judgement{"FewFiles", judge_open_files(1024), false},
        Judgement{"RightClock", judge_clock(-3s), true},
        Judgement{"SlowClock", judge_clock(3600s), false},
        Judgement{"FastClock", judge_clock(-3600s), false},
        Judgement{"FreshCertificate", judge_certificate(60 * 24h), true},
        Judgement{"AgingCertificate", judge_certificate(5 * 24h), false},
        Judgement{"ExpiredCertificate", judge_certificate(-1s), false},
        Judgement{"PublicName", judge_addresses("folk.example", {"203.0.113.5"}, 1), true},
        Judgement{"PrivateName", judge_addresses("folk.example", {"10.0.0.5"}, 0), false},
        Judgement{"UnknownName", judge_addresses("folk.example", {}, 0), false}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(DoctorReport, PutsTheRemedyBelowTheProblem) {
    EXPECT_EQ(
        report_of({{"clock", "agrees", ""}, {"dns", "x leads nowhere", "add a record"}}),
        "ok       clock: agrees\n"
        "problem  dns: x leads nowhere\n"
        "         remedy: add a record\n"
    );
}

}  // namespace
}  // namespace folkmoot::node

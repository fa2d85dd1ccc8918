// folkmoot_bench: the parts of the benchmarks that must be fast. tests/bench/run.py puts them
// together.
#include "tests/bench/commands.hpp"

#include <array>
#include <span>
#include <string_view>
#include <utility>

using namespace folkmoot::bench;

int main(int argc, char** argv) {
    using Command = std::pair<std::string_view, void (*)(Arguments const&)>;
    constexpr std::array<Command, 6> commands{{
        {"rsa", measure_rsa},
        {"creates", write_creates},
        {"load", send_load},
        {"serve", serve_fixed},
        {"sinks", run_sinks},
        {"fill", fill_store},
    }};
    std::span<char* const> const words(argv, static_cast<std::size_t>(argc));
    for (auto const& [name, run] : commands) {
        if (words.size() > 1 && name == words[1]) {
            run(Arguments(words.subspan(2)));
            return 0;
        }
    }
    give_up("usage: folkmoot_bench rsa|creates|load|serve|sinks|fill --option value ...");
}

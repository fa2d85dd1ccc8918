// libFuzzer's entry, compiled once for each target with its function as FOLKMOOT_FUZZ_ENTRY.
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace folkmoot::fuzz {

void FOLKMOOT_FUZZ_ENTRY(std::string_view input);

}  // namespace folkmoot::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    folkmoot::fuzz::FOLKMOOT_FUZZ_ENTRY({reinterpret_cast<char const*>(data), size});
    return 0;
}

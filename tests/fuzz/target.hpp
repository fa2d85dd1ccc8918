// What fuzz targets share. A target is one function, `void fuzz_NAME(std::string_view input)` in
// NAME.cpp, and one line of the table in CMakeLists.txt, which makes of it a libFuzzer program and
// a part of folkmoot_fuzz_seed_tests. It judges what the program makes of any bytes; a program that
// only must not crash says so by having no property to state.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace folkmoot::fuzz {

/// A property did not hold. libFuzzer ends on it, with the stack of the check; a test reports it.
class BrokenProperty : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// States a property of what was made of an input.
/// @param property  what should have held, for the report
inline void require(bool holds, char const* property) {
    if (!holds) {
        throw BrokenProperty(property);
    }
}

/// The next line of an input, without its end; `input` goes on behind it. For targets that take
/// several texts.
inline std::string_view take_line(std::string_view& input) noexcept {
    auto const line = input.substr(0, input.find('\n'));
    input.remove_prefix(line.size() < input.size() ? line.size() + 1 : line.size());
    return line;
}

/// Whether `part` lies within `whole`: the same memory, not only the same text.
inline bool lies_within(std::string_view part, std::string_view whole) noexcept {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace folkmoot::fuzz

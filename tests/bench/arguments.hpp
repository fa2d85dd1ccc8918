// Options of the form `--name value`, and the files that they name.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::bench {

/// What follows the subcommand. A missing option or a number that is none ends the program with a
/// sentence.
class Arguments {
public:
    /// @param words  `--name value` pairs
    explicit Arguments(std::span<char* const> words);

    /// The value of an option that must be there.
    std::string const& text(std::string_view name) const;

    /// The value of a number; `otherwise` when it is not given.
    std::uint64_t number(std::string_view name, std::uint64_t otherwise) const;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

/// All bytes of a file. One that cannot be read ends the program with a sentence.
std::string read_file(std::string const& path);

/// The private keys of a folder, PKCS#8 in DER, in the order of their names.
std::vector<std::string> read_keys(std::string const& folder);

/// Prints the sentence and ends the program with code 1.
[[noreturn]] void give_up(std::string const& sentence);

}  // namespace folkmoot::bench

// multipart/form-data: first line the Content-Type, the rest the body (RFC 7578).
#include "node/http/multipart.hpp"

#include "tests/fuzz/target.hpp"

namespace folkmoot::fuzz {

void fuzz_multipart(std::string_view input) {
    constexpr std::size_t max_parts = 8;
    auto const content_type = take_line(input);
    auto const parts = node::split_multipart(input, content_type, max_parts);
    if (!parts) {
        require(!parts.error().safe.empty(), "an error says what to do");
        return;
    }
    require(parts->size() <= max_parts, "parts keep to their cap");
    char const* end = input.data();
    for (auto const& part : *parts) {
        require(!part.name.empty(), "a part has a name");
        require(part.is_file || part.filename.empty(), "what has a file name is a file");
        require(lies_within(part.bytes, input), "a part is a view into the body");
        require(part.bytes.data() > end, "parts follow each other");
        end = part.bytes.data() + part.bytes.size();
    }
}

}  // namespace folkmoot::fuzz

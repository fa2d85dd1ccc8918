// Requests in a file, each as its length (four bytes, of this machine) and its bytes as they are
// sent.
#pragma once

#include <cstdint>
#include <cstring>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::bench {

/// Appends one request.
inline void write_request(std::ostream& out, std::string_view request) {
    auto const length = static_cast<std::uint32_t>(request.size());
    out.write(reinterpret_cast<char const*>(&length), sizeof length);
    out.write(request.data(), static_cast<std::streamsize>(request.size()));
}

/// The requests of a file's bytes, as views into them.
inline std::vector<std::string_view> split_requests(std::string_view bytes) {
    std::vector<std::string_view> requests;
    while (bytes.size() > sizeof(std::uint32_t)) {
        std::uint32_t length = 0;
        std::memcpy(&length, bytes.data(), sizeof length);
        requests.push_back(bytes.substr(sizeof length, length));
        bytes.remove_prefix(sizeof length + requests.back().size());
    }
    return requests;
}

}  // namespace folkmoot::bench

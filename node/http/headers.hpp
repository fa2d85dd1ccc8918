// Received header fields: in order, as received, looked up without regard to case.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// True when both texts are equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// One field line: the name as received, the value without the blanks around it.
struct HeaderField {
    std::string_view name;
    std::string_view value;
};

/// The field lines of one message in the order in which they came. Copies share the received bytes,
/// so views that were handed out live as long as any copy does.
class Headers {
public:
    Headers() = default;

    /// @param bytes   what the fields' views point into; kept alive
    /// @param fields  views into `*bytes`
    Headers(std::shared_ptr<std::string const> bytes, std::vector<HeaderField> fields)
        : bytes_(std::move(bytes)), fields_(std::move(fields)) {}

    /// Fields made by hand, for tests and for requests that do not come from a socket.
    static Headers of(std::span<std::pair<std::string, std::string> const> fields);

    /// Value of the first field of this name.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// Value of the first field of this name, or "" when there is none.
    std::string_view get(std::string_view name) const noexcept;

    /// Values of all fields of this name, in order.
    std::vector<std::string_view> all(std::string_view name) const;

    /// All values of this name joined with ", " (RFC 9110 section 5.3); nothing when there is none.
    std::optional<std::string> joined(std::string_view name) const;

    /// True when more than one field of this name came.
    bool repeated(std::string_view name) const noexcept;

    /// Every field in order of arrival.
    std::span<HeaderField const> fields() const noexcept { return fields_; }

private:
    std::shared_ptr<std::string const> bytes_;
    std::vector<HeaderField> fields_;
};

}  // namespace folkmoot::node

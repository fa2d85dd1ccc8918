// A value held on the heap, for records that contain their own kind: an Activity inside an
// Activity.
#pragma once

#include <memory>
#include <utility>

namespace folkmoot::activitypub {

/// Owns one T, copies and compares it as a value. Never empty but after being moved from. T may be
/// incomplete where the Box is declared.
template <class T>
class Box {
public:
    explicit Box(T value) : value_(std::make_unique<T>(std::move(value))) {}

    Box(Box const& other) : value_(std::make_unique<T>(*other.value_)) {}

    Box(Box&&) noexcept = default;

    Box& operator=(Box const& other) {
        if (this != &other) {
            value_ = std::make_unique<T>(*other.value_);
        }
        return *this;
    }

    Box& operator=(Box&&) noexcept = default;
    ~Box() = default;

    T const& operator*() const noexcept { return *value_; }

    T& operator*() noexcept { return *value_; }

    T const* operator->() const noexcept { return value_.get(); }

    T* operator->() noexcept { return value_.get(); }

    friend bool operator==(Box const& a, Box const& b) { return *a.value_ == *b.value_; }

private:
    std::unique_ptr<T> value_;
};

}  // namespace folkmoot::activitypub

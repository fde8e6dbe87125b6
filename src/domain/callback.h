// Something to be called later, once or often: what std::function is for. Copies share what was captured instead of
// copying it, so that a lambda costs the page two functions (calling and destroying it) where std::function makes
// about ten; there are some 200 of them.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace parasol {

// What all callbacks have in common. Counts are not atomic: a callback stays in its thread.
class SharedCall {
  public:
    SharedCall() = default;
    SharedCall(const SharedCall& other);
    SharedCall(SharedCall&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    SharedCall& operator=(SharedCall other) noexcept {
        std::swap(held_, other.held_);
        return *this;
    }
    ~SharedCall();
    explicit operator bool() const { return held_ != nullptr; }

  protected:
    struct Held {
        std::size_t uses = 1;
        void (*destroy)(Held*) = nullptr;
    };
    explicit SharedCall(Held* held) : held_(held) {}
    Held* held_ = nullptr;
};

template <class Signature>
class Callback;

// Empty until it is given something to call; calling an empty one is a bug.
template <class Result, class... Arguments>
class Callback<Result(Arguments...)> : public SharedCall {
  public:
    Callback() = default;
    Callback(std::nullptr_t) {}  // NOLINT: as std::function
    template <class Callable>
    requires(!std::is_base_of_v<SharedCall, std::remove_cvref_t<Callable>>)
        Callback(Callable&& callable)  // NOLINT: lambdas are given as they are
        : SharedCall(new Holder<std::remove_cvref_t<Callable>>(std::forward<Callable>(callable))) {}

    Result operator()(Arguments... arguments) const {
        auto* held = static_cast<Called*>(held_);
        return held->call(held, std::forward<Arguments>(arguments)...);
    }

  private:
    struct Called : Held {
        Result (*call)(Called*, Arguments...) = nullptr;
    };
    template <class Callable>
    struct Holder : Called {
        template <class From>
        explicit Holder(From&& from) : callable(std::forward<From>(from)) {
            this->destroy = [](Held* held) { delete static_cast<Holder*>(held); };
            this->call = [](Called* held, Arguments... arguments) -> Result {
                return static_cast<Result>(static_cast<Holder*>(held)->callable(std::forward<Arguments>(arguments)...));
            };
        }
        Callable callable;
    };
};

}  // namespace parasol

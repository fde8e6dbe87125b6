// Passwords for tests: a hash says what it is of, and takes as long as the test says.
#pragma once

#include <optional>
#include <string>

#include "authority/ports.h"
#include "wire/ports.h"

namespace scene {

class TestPasswords final : public parasol::Passwords {
  public:
    explicit TestPasswords(parasol::Clock& clock) : clock_(clock) {}
    static std::string hash_of(const std::string& password) { return "hash of " + password; }

    void verify(std::string password, std::string hash,
                parasol::Callback<void(std::optional<bool>)> done) override {
        ++compared;
        const std::optional<bool> same = busy ? std::nullopt : std::optional(hash == hash_of(password));
        clock_.after(takes, [same, done = std::move(done)] { done(same); });
    }
    void make(std::string password, parasol::Callback<void(std::optional<std::string>)> done) override {
        const auto hash = busy ? std::nullopt : std::optional(hash_of(password));
        clock_.after(takes, [hash, done = std::move(done)] { done(hash); });
    }

    parasol::Duration takes = 0;
    bool busy = false;
    int compared = 0;

  private:
    parasol::Clock& clock_;
};

}  // namespace scene

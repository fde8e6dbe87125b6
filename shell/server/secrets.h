// Secrets by libsodium: the vault that seals what a database holds of them, and password hashes.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <array>
#include <memory>
#include <string>

#include "authority/ports.h"

namespace parasol::server {

// Call once before anything else of this file; false where the system has no good randomness.
bool start_sodium();

// Seals with XSalsa20-Poly1305 and fingerprints with keyed BLAKE2b, each under a key of its own made from the one in
// the key file: whoever has a copy of the database without that file reads no code, no session and no password hash.
class SodiumVault final : public Vault {
  public:
    static constexpr std::size_t key_bytes = 32;
    using Key = std::array<unsigned char, key_bytes>;
    explicit SodiumVault(const Key& key);
    ~SodiumVault() override;
    SodiumVault(const SodiumVault&) = delete;
    SodiumVault& operator=(const SodiumVault&) = delete;

    std::string fingerprint(const std::string& purpose, const std::string& text) override;
    std::string seal(const std::string& text) override;
    std::optional<std::string> open(const std::string& sealed) override;

  private:
    Key sealing_;
    Key printing_;
};

// The key in this file, made with it (for the owner alone) where it is missing and may be.
struct ReadKey {
    std::optional<SodiumVault::Key> key;
    std::string problem;
};
ReadKey read_key(const std::string& path, bool may_make);

// argon2id with 2 passes over 19 MiB (OWASP; some 22 ms): in threads of its own, with a short queue. More than that is
// refused: signing in is the most expensive thing that a stranger may ask for.
class ArgonPasswords final : public Passwords {
  public:
    // Answers in the thread that runs `io`, which outlives the pool's work.
    ArgonPasswords(boost::asio::io_context& io, std::size_t threads, std::size_t most_waiting);
    ~ArgonPasswords() override;
    void verify(std::string password, std::string hash, Callback<void(std::optional<bool>)> done) override;
    void make(std::string password, Callback<void(std::optional<std::string>)> done) override;

    // The hash, here and now.
    static std::optional<std::string> hashed(const std::string& password);

  private:
    template <class Answer, class Compute>
    void compute(Compute compute, Callback<void(std::optional<Answer>)> done);

    boost::asio::io_context& io_;
    std::string nobody_;  // a hash that no password has
    std::size_t most_waiting_;
    std::size_t waiting_ = 0;  // of the answering thread
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    boost::asio::thread_pool pool_;
};

}  // namespace parasol::server

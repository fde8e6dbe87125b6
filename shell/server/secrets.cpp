#include "shell/server/secrets.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <utility>

#include "domain/hex.h"

namespace parasol::server {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = std::size_t{19} * 1024 * 1024;
constexpr std::size_t print_bytes = 16;

SodiumVault::Key derived(const SodiumVault::Key& from, std::uint64_t number) {
    SodiumVault::Key key{};
    crypto_kdf_derive_from_key(key.data(), key.size(), number, "parasold", from.data());
    return key;
}

const unsigned char* bytes(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

bool start_sodium() { return sodium_init() >= 0; }

SodiumVault::SodiumVault(const Key& key) : sealing_(derived(key, 1)), printing_(derived(key, 2)) {}

SodiumVault::~SodiumVault() {
    sodium_memzero(sealing_.data(), sealing_.size());
    sodium_memzero(printing_.data(), printing_.size());
}

std::string SodiumVault::fingerprint(const std::string& purpose, const std::string& text) {
    const std::string all = std::to_string(purpose.size()) + purpose + text;
    std::string print(print_bytes, '\0');
    crypto_generichash(bytes(print), print.size(), bytes(all), all.size(), printing_.data(), printing_.size());
    return hex_of(print);
}

std::string SodiumVault::seal(const std::string& text) {
    std::string box(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size(), '\0');
    randombytes_buf(box.data(), crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(bytes(box) + crypto_secretbox_NONCEBYTES, bytes(text), text.size(), bytes(box),
                          sealing_.data());
    return hex_of(box);  // rows are text: JSON and exports hold them too
}

std::optional<std::string> SodiumVault::open(const std::string& sealed) {
    const auto box = bytes_of_hex(sealed);
    constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (!box || box->size() < around) return std::nullopt;
    std::string text(box->size() - around, '\0');
    const int opened =
        crypto_secretbox_open_easy(bytes(text), bytes(*box) + crypto_secretbox_NONCEBYTES,
                                   box->size() - crypto_secretbox_NONCEBYTES, bytes(*box), sealing_.data());
    if (opened != 0) return std::nullopt;
    return text;
}

ReadKey read_key(const std::string& path, bool may_make) {
    SodiumVault::Key key{};
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        const ssize_t size = ::read(file, key.data(), key.size());
        ::close(file);
        if (size == static_cast<ssize_t>(key.size())) return {key, {}};
        return {std::nullopt, '"' + path + "\" is not a key of parasold. Restore it from where you keep it."};
    }
    if (!may_make) {
        return {std::nullopt, "There is no key \"" + path +
                                  "\". Without it the database's secrets cannot be read: restore it from where you "
                                  "keep it."};
    }
    randombytes_buf(key.data(), key.size());
    const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const bool written = made >= 0 && ::write(made, key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                         ::fsync(made) == 0;
    if (made >= 0) ::close(made);
    if (!written) return {std::nullopt, "The key \"" + path + "\" cannot be written."};
    return {key, {}};
}

std::optional<std::string> ArgonPasswords::hashed(const std::string& password) {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    const int made = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, memory,
                                           crypto_pwhash_ALG_ARGON2ID13);
    if (made != 0) return std::nullopt;  // no memory
    hash.resize(hash.find('\0'));
    return hash;
}

ArgonPasswords::ArgonPasswords(boost::asio::io_context& io, std::size_t threads, std::size_t most_waiting)
    : io_(io), most_waiting_(most_waiting), pool_(threads) {
    std::array<unsigned char, 32> drawn{};
    randombytes_buf(drawn.data(), drawn.size());
    nobody_ = hashed(std::string(drawn.begin(), drawn.end())).value_or(std::string());
}

ArgonPasswords::~ArgonPasswords() {
    *alive_ = false;
    pool_.stop();
    pool_.join();
}

// Callbacks belong to the answering thread, so one stays there, in a box, while its work is away.
template <class Answer, class Compute>
void ArgonPasswords::compute(Compute compute, Callback<void(std::optional<Answer>)> done) {
    if (waiting_ >= most_waiting_) {
        boost::asio::post(io_, [done = std::move(done)] { done(std::nullopt); });
        return;
    }
    ++waiting_;
    auto box = std::make_shared<Callback<void(std::optional<Answer>)>>(std::move(done));
    boost::asio::post(pool_, [this, alive = alive_, box, compute = std::move(compute)]() mutable {
        std::optional<Answer> answer = compute();
        boost::asio::post(io_, [this, alive = std::move(alive), box = std::move(box), answer = std::move(answer)] {
            if (!*alive) return;
            --waiting_;
            (*box)(answer);
        });
    });
}

void ArgonPasswords::verify(std::string password, std::string hash, Callback<void(std::optional<bool>)> done) {
    const bool somebody = !hash.empty();
    auto compare = [password = std::move(password), hash = somebody ? std::move(hash) : nobody_,
                    somebody]() -> std::optional<bool> {
        const bool same = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
        return same && somebody;
    };
    compute<bool>(std::move(compare), std::move(done));
}

void ArgonPasswords::make(std::string password, Callback<void(std::optional<std::string>)> done) {
    compute<std::string>([password = std::move(password)] { return hashed(password); }, std::move(done));
}

}  // namespace parasol::server

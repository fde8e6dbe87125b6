#include "authority/authority.h"

#include <utility>

#include "authority/engine.h"
#include "wire/json.h"

namespace parasol {

Authority::Authority(Database& database, Clock& clock, Chance& chance, Vault& vault, AuthorityOptions options)
    : engine_(std::make_shared<Engine>(database, clock, chance, vault, std::move(options))) {}

Authority::~Authority() { engine_->close(); }

void Authority::start() { engine_->start(); }

void Authority::handle(Request request, Callback<void(Reply)> done) {
    engine_->handle(std::move(request), std::move(done));
}

void Authority::handle(std::string request, Callback<void(std::string)> done) {
    const auto answer = [done = std::move(done)](const Reply& reply) { done(encode(reply)); };
    auto decoded = decode_request(request);
    if (decoded) engine_->handle(std::move(*decoded), answer);
    else engine_->handle_unreadable(answer);
}

void Authority::on_changed(Callback<void(const std::vector<Scope>&)> changed) {
    engine_->on_changed(std::move(changed));
}

bool Authority::is_idle() const { return engine_->is_idle(); }

}  // namespace parasol

#include <array>

#include "wire/json_fields.h"
#include "wire/variants.h"

namespace parasol {
namespace {

// In the order of RequestBody and of Reply. The names are the protocol.
constexpr std::array<std::string_view, std::variant_size_v<RequestBody>> request_names = {
    "list_sign_ins", "sign_in_as", "sign_out",     "push",     "pull", "look_up_code",
    "reveal_code",   "sign_in",    "look_at_link", "use_link", "make_invitation_link", "get_server_info",
    "request_password_reset", "change_password", "confirm_sign_in", "list_sessions", "revoke_session",
    "begin_second_factor", "turn_on_second_factor", "turn_off_second_factor", "make_recovery_codes",
    "export_own_data", "erase_person"};
constexpr std::array<std::string_view, std::variant_size_v<Reply>> reply_names = {
    "sign_ins",   "signed_in", "signed_out", "pushed",    "pulled",
    "code_found", "code_text", "link_found", "link_made", "refusing",
    "server_info", "acknowledged", "confirmed", "sessions", "second_factor_begun", "recovery_codes",
    "own_data"};
static_assert(!request_names.back().empty() && !reply_names.back().empty());

template <class Variant>
void write_body(JsonWriter& writer, const Variant& body, std::string_view name) {
    writer.key("type");
    writer.value(name);
    std::visit(
        [&](const auto& typed) {
            std::decay_t<decltype(typed)>::fields(typed, json_detail::FieldWriter{writer});
        },
        body);
}

template <class Variant, std::size_t N>
bool read_body(const JsonNode& node, Variant& body, const std::array<std::string_view, N>& names) {
    std::size_t hint = node.first();
    const JsonNode type = node.member("type", hint);
    const auto name = type.there() ? type.text() : std::nullopt;
    const auto index = name ? find_name({names.data(), N}, *name) : std::nullopt;
    return index && emplace_alternative(body, *index, [&](auto& typed) {
               return json_detail::read_fields(node, typed, false);
           });
}

}  // namespace

std::string encode(const Request& request) {
    JsonWriter writer;
    writer.open('{');
    writer.key("protocol");
    writer.value(std::int64_t{request.protocol});
    json_detail::FieldWriter{writer}("session", request.session);
    write_body(writer, request.body, request_names[request.body.index()]);
    writer.close('}');
    return writer.take();
}

std::optional<Request> decode_request(std::string_view text) {
    const auto document = JsonDocument::parse(text, largest_request);
    if (!document || !document->root().is_object()) return std::nullopt;
    const JsonNode root = document->root();
    std::size_t hint = root.first();
    const JsonNode protocol = root.member("protocol", hint);
    const JsonNode session = root.member("session", hint);
    Request request;
    std::int64_t version = 0;
    if (!protocol.there() || !protocol.read(version) || version < 0 || version > INT32_MAX) return std::nullopt;
    request.protocol = static_cast<int>(version);
    if (request.protocol != protocol_version) return request;
    if (session.there() && !session.read(request.session)) return std::nullopt;
    if (!read_body(root, request.body, request_names)) return std::nullopt;
    return request;
}

std::string encode(const Reply& reply) {
    JsonWriter writer;
    writer.open('{');
    write_body(writer, reply, reply_names[reply.index()]);
    writer.close('}');
    return writer.take();
}

std::optional<Reply> decode_reply(std::string_view text) {
    const auto document = JsonDocument::parse(text, largest_reply);
    if (!document || !document->root().is_object()) return std::nullopt;
    Reply reply;
    if (!read_body(document->root(), reply, reply_names)) return std::nullopt;
    return reply;
}

}  // namespace parasol

// Values made by chance for any struct that has `fields`: a field that is added is covered without anybody's doing.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "wire/json_fields.h"
#include "wire/memory_ports.h"
#include "wire/row_patch.h"
#include "wire/variants.h"

namespace parasol::testing {

class RandomValues {
public:
    explicit RandomValues(std::uint64_t seed) : chance_(seed) {}

    SeededChance& chance() { return chance_; }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(chance_.below(bound)); }

    Id id() {
        const std::uint64_t high = chance_.draw();
        return make_uuid7(static_cast<Instant>(high >> 20), high, chance_.draw());
    }

    std::string text() {
        static const std::vector<std::string> pieces = {
            "a", "Z", " ", "\"", "\\", "/", "\n", "\t", "\x01", "\x7F", "<b>", "&amp;", "é", "ß", "Żółć",
            "עברית", "العربية", "漢字", "😀", "👩‍👩‍👧", "\xE2\x80\xAE", "\xEF\xBF\xBD", "0", "=1+1", ",", ";"};
        std::string text;
        for (std::size_t left = below(12); left > 0; --left) text += pieces[below(pieces.size())];
        if (chance_.one_in(40)) text += std::string(below(5000), 'x');
        return text;
    }

    Scope scope() {
        Scope scope;
        scope.kind = static_cast<ScopeKind>(below(scope_kind_count));
        if (scope.kind == ScopeKind::activity) {
            return activity_scope(AccountId(id()), utc_month(static_cast<Instant>(below(4'000'000'000))));
        }
        // Whether a kind is named by text is known by how it is written.
        const auto named = parse_scope(to_string(Scope{scope.kind, id(), {}}));
        if (named) {
            scope.id = named->id;
        } else {
            scope.text = "x" + text();
        }
        return scope;
    }

    // A whole number as large as messages allow.
    std::int64_t number() {
        const std::int64_t most = (std::int64_t{1} << 53) - 1;
        const auto any = static_cast<std::int64_t>(chance_.below(static_cast<std::uint64_t>(most) + 1));
        switch (below(6)) {
        case 0: return 0;
        case 1: return most;
        case 2: return -most;
        case 3: return -any;
        case 4: return static_cast<std::int64_t>(below(1000));
        default: return any;
        }
    }

    template <class T>
    void fill(T& value) {
        if constexpr (std::is_base_of_v<Id, T>) {
            static_cast<Id&>(value) = id();
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(below(enum_table(T{}).count));
        } else if constexpr (std::is_same_v<T, bool>) {
            value = chance_.one_in(2);
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(number());
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = text();
        } else if constexpr (std::is_same_v<T, Scope>) {
            value = scope();
        } else if constexpr (std::is_same_v<T, RowName>) {
            value = {below(row_type_count), id()};
        } else if constexpr (std::is_same_v<T, Change>) {
            value.scope = scope();
            fill(value.after.emplace());
            if (chance_.one_in(2)) value.before = *value.after;
        } else if constexpr (json_detail::IsOptional<T>::value) {
            value.reset();
            if (!chance_.one_in(3)) fill(value.emplace());
        } else if constexpr (json_detail::IsVector<T>::value) {
            value.clear();
            for (std::size_t left = below(4); left > 0; --left) fill(value.emplace_back());
        } else if constexpr (json_detail::HasFields<T>::value) {
            T::fields(value, Filler{*this});
        } else {
            fill_variant(value, below(std::variant_size_v<T>));
        }
    }

    // The alternative of this number, filled.
    template <class Variant>
    void fill_variant(Variant& value, std::size_t index) {
        emplace_alternative(value, index, [this](auto& typed) {
            this->fill(typed);
            return true;
        });
    }

    template <class T>
    T make() {
        T value{};
        fill(value);
        return value;
    }

private:
    struct Filler {
        RandomValues& values;
        template <class T>
        void operator()(const char*, T& value) const {
            values.fill(value);
        }
    };
    SeededChance chance_;
};

}  // namespace parasol::testing

"""Django's rules of passwords, said in our own words: its Indonesian calls them otherwise."""

from django.contrib.auth import password_validation as rules


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self):
        return f"Kata sandi paling sedikit {self.min_length} huruf atau angka."

    def get_help_text(self):
        return self.get_error_message()


class UnlikeTheName(rules.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "Kata sandi terlalu mirip dengan nama Anda. Pilih yang lain."

    def get_help_text(self):
        return "Jangan mirip dengan nama Anda."


class Uncommon(rules.CommonPasswordValidator):
    def get_error_message(self):
        return "Kata sandi ini dipakai banyak orang dan mudah ditebak. Pilih yang lain."

    def get_help_text(self):
        return "Jangan yang dipakai banyak orang."


class NotDigitsAlone(rules.NumericPasswordValidator):
    def get_error_message(self):
        return "Kata sandi tidak boleh angka saja."

    def get_help_text(self):
        return "Jangan angka saja."

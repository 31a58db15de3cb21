"""What a social worker sends from their own WhatsApp."""

from urllib.parse import quote

from django.shortcuts import render
from django.urls import reverse

from rptc.pages import is_key


def contact_chosen(request, partner):
    """Who of those that work there it is sent to, if anybody is named."""
    typed = request.POST.get("contact", "")
    return partner.contacts.at_work().filter(pk=typed).first() if is_key(typed) else None


def greeting(partner, contact):
    """A partner whose destination is closed is named nowhere, and neither is who works there."""
    is_named = contact is not None and not partner.closes_destination
    return f"Assalamualaikum {contact.name}." if is_named else "Assalamualaikum."


def address_of_link(request, page, token):
    return request.build_absolute_uri(reverse(page, args=[token]))


def show_link(request, partner, contact, text, *, back, back_text):
    """The message with its link, shown once."""
    context = {"partner": partner, "contact": contact, "text": text}
    context |= {"back": back, "back_text": back_text}
    context["whatsapp"] = f"https://wa.me/?text={quote(text)}"
    return render(request, "partners/links/link_sent.html", context)

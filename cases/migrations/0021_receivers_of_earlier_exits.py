"""Of each exit that is agreed or done: who is to receive the klien, or has received them."""

from django.db import migrations

FILL = """
INSERT INTO cases_receiver (
    stay_id, exit_number, name, relation, is_family, identity_number, telephone,
    decided_despite_id, agreed_at, handed_at, came_back_on)
SELECT leaving.stay_id, leaving.id, leaving.receiver, leaving.relation,
       kind.to_family OR leaving.relation <> '', leaving.identity_number,
       leaving.receiver_phone, leaving.decided_despite_id, leaving.decided_at, leaving.left_at,
       (SELECT min(later.began_at AT TIME ZONE 'Asia/Makassar')::date
          FROM cases_stay AS later
         WHERE later.person_id = stay.person_id AND later.began_at >= leaving.left_at)
  FROM cases_exit AS leaving
  JOIN cases_exitkind AS kind ON kind.id = leaving.kind_id
  JOIN cases_stay AS stay ON stay.id = leaving.stay_id
 WHERE leaving.state IN ('approved', 'done')
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_receivers_and_names_of_partners")]
    operations = [migrations.RunSQL(FILL, "DELETE FROM cases_receiver")]

"""The alliances of the union whose existence a published report proves.

English names are our translations. An alliance has a web address only if we have read the page.
"""

from django.db import migrations

REPORT = "中新社2024年6月5日报道点名 · Named in a China News Service report of 2024-06-05"
FOURTH_BATCH = (
    "第四批，中新社2024年6月5日报道点名 · Fourth batch; named in a China News Service report of 2024-06-05"
)

ALLIANCES = (
    (
        "superconducting",
        "长三角超导产业链联盟",
        "Yangtze River Delta Superconductivity Industrial Chain Alliance",
        REPORT,
    ),
    (
        "smart-retail",
        "长三角智慧零售服务产业链联盟",
        "Yangtze River Delta Smart Retail Services Industrial Chain Alliance",
        REPORT,
    ),
    (
        "auto-aftermarket",
        "长三角汽车后市场产销合作产业链联盟",
        "Yangtze River Delta Automotive Aftermarket Production and Sales Cooperation Industrial Chain Alliance",
        FOURTH_BATCH,
    ),
    (
        "energy-storage",
        "长三角储能及安全产业链联盟",
        "Yangtze River Delta Energy Storage and Safety Industrial Chain Alliance",
        FOURTH_BATCH,
    ),
    (
        "green-low-carbon",
        "长三角绿色低碳产业链联盟",
        "Yangtze River Delta Green and Low-Carbon Industrial Chain Alliance",
        FOURTH_BATCH,
    ),
    (
        "new-energy",
        "长三角新能源产业链联盟",
        "Yangtze River Delta New Energy Industrial Chain Alliance",
        FOURTH_BATCH,
    ),
    (
        "mems-sensors",
        "长三角MEMS与传感器产业创新联盟",
        "Yangtze River Delta MEMS and Sensor Industry Innovation Alliance",
        FOURTH_BATCH,
    ),
)


def add_known_alliances(apps, schema_editor):
    Alliance = apps.get_model("alliances", "Alliance")
    for slug, name_zh, name_en, evidence in ALLIANCES:
        Alliance.objects.using(schema_editor.connection.alias).get_or_create(
            slug=slug,
            defaults={"name_zh": name_zh, "name_en": name_en, "evidence": evidence, "verified": True},
        )


class Migration(migrations.Migration):
    dependencies = [("alliances", "0001_initial")]

    operations = [migrations.RunPython(add_known_alliances, migrations.RunPython.noop)]

select c.name, sum(p.twice) as revenue
from {{ ref('dear_orders') }} p
join {{ source('crm', 'customers') }} c on c.id = p.customer_id
group by c.name
